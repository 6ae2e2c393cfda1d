// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL, not of JavaScript
import { describe, expect, test } from 'vitest';
import { attribute, type Body, type HclFile, parseHcl } from '../../../src/text/hcl/index.ts';

const slice = (file: HclFile, { start, end }: { start: number; end: number }) => file.text.slice(start, end);
const headers = (file: HclFile) => file.blocks.map((block) => slice(file, block.header));
const faults = (file: HclFile) =>
  file.faults.map(({ reason, range }) => `${file.position(range.start).line}: ${reason}`);
const names = (body: Body | undefined) => body?.attributes.map(({ name }) => name);

describe('blocks', () => {
  const text = `# before
resource "aws_vpc_endpoint" "a b\\"c" { # after
  vpc_id = var.vpc /* inline */
  dns_options {
    type = "ipv4"
  }
}
`;
  const file = parseHcl(text);
  const block = file.blocks[0]!;

  test('type, labels, header, body and range', () => {
    expect(block.type).toBe('resource');
    expect(slice(file, block.typeRange)).toBe('resource');
    expect(block.labels.map((label) => label.text)).toEqual(['aws_vpc_endpoint', 'a b"c']);
    expect(block.labels.map((label) => slice(file, label.range))).toEqual(['"aws_vpc_endpoint"', '"a b\\"c"']);
    expect(slice(file, block.header)).toBe('resource "aws_vpc_endpoint" "a b\\"c"');
    expect(slice(file, block.range)).toBe(text.slice(text.indexOf('resource'), -1));
    expect(`{${slice(file, block.body.range)}}`).toBe(text.slice(text.indexOf('{'), -1));
    expect(block.closed).toBe(true);
    expect(file.position(block.header.start)).toEqual({ offset: 9, line: 2, column: 1 });
  });

  test('attributes and blocks inside', () => {
    const [vpc] = block.body.attributes;
    expect(vpc).toMatchObject({ name: 'vpc_id' });
    expect(slice(file, vpc!.nameRange)).toBe('vpc_id');
    expect(slice(file, vpc!.valueRange)).toBe('var.vpc');
    expect(slice(file, vpc!.range)).toBe('vpc_id = var.vpc');
    expect(vpc!.expression).toBe(vpc!.expression);
    expect(names(block.body.blocks[0]?.body)).toEqual(['type']);
    expect(attribute(block.body, 'vpc_id')).toBe(vpc);
    expect(attribute(block.body, 'other')).toBeUndefined();
  });

  test('comments', () => {
    expect(file.comments.map(({ marker, text, range }) => [marker, text, slice(file, range)])).toEqual([
      ['#', ' before', '# before'],
      ['#', ' after', '# after'],
      ['/*', ' inline ', '/* inline */'],
    ]);
  });
});

describe('comments are found wherever they may be, and nowhere else', () => {
  const cases: [string, string[]][] = [
    ['#a', ['a']],
    ['//a\r\n#b\n', ['a', 'b']],
    ['/* a\n b */x = 1', [' a\n b ']],
    ['x = [ # a\n 1, // b\n 2 /* c */ ] # d\n', [' a', ' b', ' c ', ' d']],
    ['x = "# no" # yes', [' yes']],
    ['x = "${f( # yes\n)}"', [' yes']],
    ['x = <<E\n# no\n${a /* yes */}\n// no\nE\n# end', [' yes ', ' end']],
    ['a /* b */ "c" /* d */ {} // e', [' b ', ' d ', ' e']],
    ['/**/x = 1', ['']],
  ];
  test.each(cases)('%j', (text, comments) => {
    const file = parseHcl(text);
    expect(file.comments.map((comment) => comment.text)).toEqual(comments);
    expect(file.faults).toEqual([]);
  });
});

describe('where values end', () => {
  const cases: [string, string][] = [
    ['x = 1', '1'],
    ['x = 1  \r\n', '1'],
    ['x = 1 # c\n', '1'],
    ['x = 1 /* c */ /* d */\n', '1'],
    ['x = 1 /* c */ + 2\n', '1 /* c */ + 2'],
    ['x = [\n1,\n\n2\n]\n', '[\n1,\n\n2\n]'],
    ['x = "a}${"}"}" \n', '"a}${"}"}"'],
    ['x = "$${" \n', '"$${"'],
    ['x = "\\"" \n', '"\\""'],
    ['x = "\\\\" \n', '"\\\\"'],
    ['x = "$$${a}"\n', '"$$${a}"'],
    ['x = <<E\nE\n', '<<E\nE'],
    ['x = <<E\n }\n\tE \ny = 1', '<<E\n }\n\tE'],
    ['x = <<-E\n  a E\n  E a\n  E\n', '<<-E\n  a E\n  E a\n  E'],
    ['x = <<E\n${f(\nE\n)}\nE\n', '<<E\n${f(\nE\n)}\nE'],
    ['x = <<E\n${a}E\nE\n', '<<E\n${a}E\nE'],
    ['x = <<E\n$${\nE\n', '<<E\n$${\nE'],
    ['x = f(<<E\nE\n)\n', 'f(<<E\nE\n)'],
    ['x = a < b << c\n', 'a < b << c'],
    ['x = { a = 1 }\n', '{ a = 1 }'],
    ['\uFEFFx = 1\n', '1'],
  ];
  test.each(cases)('%j', (text, value) => {
    const file = parseHcl(text);
    expect(slice(file, file.attributes[0]!.valueRange)).toBe(value);
  });
});

describe('positions', () => {
  test('are in UTF-16 code units, lines end at line feeds', () => {
    const file = parseHcl('a = "🤷é" # c\r\n\r\nb = 1\n');
    expect(file.position(file.comments[0]!.range.start)).toEqual({ offset: 10, line: 1, column: 11 });
    expect(file.position(file.attributes[1]!.nameRange.start)).toEqual({ offset: 17, line: 3, column: 1 });
    expect(file.position(file.text.length)).toEqual({ offset: 23, line: 4, column: 1 });
    expect(parseHcl('').position(0)).toEqual({ offset: 0, line: 1, column: 1 });
  });
});

describe('a fault costs the item it is in', () => {
  const after = '\nresource "x" "after" {\n  a = 1\n}\n';
  const cases: Record<string, [string, string[], string[]]> = {
    'a list left open': ['resource "x" "y" {\n  a = [1, 2\n}', ['2: This `[` is not closed'], ['a']],
    'a call left open': ['resource "x" "y" {\n  a = f(1,\n}', ['2: This `(` is not closed'], ['a']],
    'an object left open': ['resource "x" "y" {\n  a = {\n}', ['1: This block is not closed'], ['a']],
    'objects left open': [
      'resource "x" "y" {\n  a = { b = {\n}',
      ['1: This block is not closed', '2: What is opened here is not closed'],
      ['a'],
    ],
    'a block left open': ['resource "x" "y" {\n  a = 1\n', ['1: This block is not closed'], ['a']],
    'a nested block left open': ['resource "x" "y" {\n  n {\n  b = 1\n}', ['1: This block is not closed'], []],
    'a string left open': [
      'resource "x" "y" {\n  a = "b\n  c = 1\n}',
      ['2: The string is not closed on its line'],
      ['a', 'c'],
    ],
    'an interpolation left open': [
      'resource "x" "y" {\n  a = "${b"\n  c = 1\n}',
      ['2: The string is not closed on its line'],
      ['a', 'c'],
    ],
    'a heredoc left open': [
      'resource "x" "y" {\n  a = <<E\n  text ${b /* c */}\n}',
      ['1: This block is not closed', '2: There is no line `E` to end this heredoc'],
      ['a'],
    ],
    'a comment left open': [
      'resource "x" "y" {\n  a = 1 /*\n}',
      ['1: This block is not closed', '2: The comment is not closed'],
      ['a'],
    ],
    'a closing brace too many': ['resource "x" "y" {\n}\n}', ['3: There is no `{` for this `}`'], []],
    'a closing bracket too many': [
      'resource "x" "y" {\n  a = 1]\n  b = 2\n}',
      ['2: There is no `[` for this `]`'],
      ['a', 'b'],
    ],
    'no value': ['resource "x" "y" {\n  a =\n  b = 2\n}', ['2: There is no value'], ['a', 'b']],
    'no equals sign': [
      'resource "x" "y" {\n  a 1\n  b = 2\n}',
      ['2: An argument needs `=` and a value, a block needs `{` on the same line'],
      ['b'],
    ],
    'a quoted name': [
      'resource "x" "y" {\n  "a" = 1\n  b = 2\n}',
      ['2: An argument or block definition is required here'],
      ['b'],
    ],
    'commas between arguments': [
      'resource "x" "y" {\n  a = 1,\n  b = 2\n}',
      ['2: Arguments are separated by new lines, not commas'],
      ['a', 'b'],
    ],
    'a character of no use': [
      'resource "x" "y" {\n  ; a = 1\n  b = 2\n}',
      ['2: This character is not used in the language'],
      ['b'],
    ],
    'an argument set twice': [
      'resource "x" "y" {\n  a = 1\n  a = 2\n}',
      ['3: This argument is already set above'],
      ['a', 'a'],
    ],
    'a brace on the same line': [
      'resource "x" "y" {\n  a = 1 }',
      ['2: There must be a new line before this `}`'],
      ['a'],
    ],
    'two blocks on a line': ['locals {} resource "x" "y" {}', ['1: There must be a new line before this'], []],
    'two lines in a block on one line': [
      'resource "x" "y" { a = 1\n  b = 2\n}',
      ['1: A block on one line must be closed on the same line'],
      ['a', 'b'],
    ],
    'a block in a block on one line': [
      'resource "x" "y" { n {} }',
      ['1: A block on one line holds a single argument'],
      [],
    ],
    'a template in a label': ['resource "x" "${y}" {\n}', ['1: A label holds no template sequences'], []],
    'a bad escape in a label': ['resource "x" "\\y" {\n}', ['1: `\\y` is not an escape sequence'], []],
  };
  test.each(Object.entries(cases))('%s', (_, [text, expected, kept]) => {
    const file = parseHcl(text + after);
    expect(faults(file)).toEqual(expected);
    expect(names(file.blocks.at(-2)?.body)).toEqual(kept);
    const last = file.blocks.at(-1)!;
    expect(slice(file, last.range)).toBe(after.trim());
    expect(last.closed).toBe(true);
  });

  test('a header without brace or with a bad label is lost, what follows is not', () => {
    for (const text of [
      'resource "x" "y"',
      'resource "x" "y',
      'resource "x" {',
      'resource = {',
      'resource "x" "y" = {',
    ]) {
      const file = parseHcl(`${text}\n${after}`);
      expect(file.faults.length, text).toBeGreaterThan(0);
      expect(headers(file).at(-1), text).toBe('resource "x" "after"');
    }
  });

  test('unclosed blocks end where the next begins; their own closed neighbours stay inside', () => {
    const file = parseHcl(
      'resource "a" "b" {\n  n {\n  }\n  m {\n\nlocals {\n}\ndata "c" "d" {\n  o {\n\noutput "e" {\n}',
    );
    expect(headers(file)).toEqual(['resource "a" "b"', 'locals', 'data "c" "d"', 'output "e"']);
    expect(file.blocks.map((block) => block.closed)).toEqual([false, true, false, true]);
    expect(file.blocks[0]!.body.blocks.map((block) => [block.type, block.closed])).toEqual([
      ['n', true],
      ['m', false],
    ]);
    expect(file.blocks[0]!.range.end).toBe(file.blocks[1]!.range.start);
    expect(faults(file).map((fault) => fault.slice(0, 2))).toEqual(['1:', '4:', '8:', '9:']);
  });

  test('blocks that look like the top level stay inside where braces are right', () => {
    const file = parseHcl('check "a" {\ndata "b" "c" {\n}\n}\n');
    expect(headers(file)).toEqual(['check "a"']);
    expect(file.blocks[0]!.body.blocks.map((block) => block.type)).toEqual(['data']);
  });
});
