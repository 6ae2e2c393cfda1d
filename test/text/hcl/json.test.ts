// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL, not of JavaScript
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { attribute, type Block, type Expression, parseHclJson } from '../../../src/text/hcl/index.ts';
import { notation } from './notation.ts';

const text = readFileSync(new URL('../../../fixtures/hcl/syntax.tf.json', import.meta.url), 'utf8');
const file = parseHclJson(text);
const slice = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
const address = ({ type, labels }: Block) => [type, ...labels.map((label) => label.text)].join('.');
const block = (wanted: string) => file.blocks.find((candidate) => address(candidate) === wanted)!;
const value = (from: Block, name: string) => notation(attribute(from.body, name)!.expression);

describe('blocks', () => {
  test('by the labels their types have, from objects and arrays', () => {
    expect(file.faults).toEqual([]);
    expect(file.blocks.map(address)).toEqual([
      'terraform',
      'locals',
      'locals',
      'resource.aws_vpc_endpoint.s3',
      'resource.aws_vpc_endpoint.twins',
      'resource.aws_vpc_endpoint.twins',
      'module.a',
      'module.b',
    ]);
  });

  test('their places', () => {
    const s3 = block('resource.aws_vpc_endpoint.s3');
    expect(slice(s3.typeRange)).toBe('"resource"');
    expect(s3.labels.map(({ range }) => slice(range))).toEqual(['"aws_vpc_endpoint"', '"s3"']);
    expect(slice(s3.header)).toBe('"s3"');
    expect(file.position(s3.header.start)).toMatchObject({ line: 10, column: 7 });
    expect(slice(s3.range)).toMatch(/^\{\s+"\/\/".*\}$/s);
    expect(`{${slice(s3.body.range)}}`).toBe(slice(s3.range));
    expect(slice(block('locals').header)).toBe('"locals"');
  });

  test('inside a block every member is an attribute, and what may be a block is one as well', () => {
    const { body } = block('resource.aws_vpc_endpoint.s3');
    expect(body.attributes.map(({ name }) => name)).toEqual([
      'vpc_id',
      'depends_on',
      'tags',
      'dns_options',
      'lifecycle',
      'dynamic',
    ]);
    expect(body.blocks.map(address)).toEqual([
      'tags',
      'dns_options',
      'dns_options',
      'lifecycle',
      'dynamic.subnet_configuration',
    ]);
    expect(body.blocks[4]!.body.blocks.map(address)).toEqual(['content']);
    expect(block('terraform').body.blocks.map(address)).toEqual(['backend.s3']);
    expect(body.attributes).toBe(body.attributes);
  });

  test('what is no block of Terraform is an attribute of the file', () => {
    const values = parseHclJson('{ "zones": ["a", "b"], "name": "x" }');
    expect(values.blocks).toEqual([]);
    expect(values.attributes.map((a) => [a.name, notation(a.expression)])).toEqual([
      ['zones', '(tuple "a" "b")'],
      ['name', '"x"'],
    ]);
  });
});

describe('expressions', () => {
  test('strings are templates, names of members too', () => {
    const s3 = block('resource.aws_vpc_endpoint.s3');
    expect(value(s3, 'vpc_id')).toBe('(wrap {aws_vpc .main .id})');
    expect(value(s3, 'depends_on')).toBe('(tuple "aws_vpc.main")');
    expect(value(s3, 'tags')).toBe('(object ((template "Name-" ${{local .plain}}) = "x"))');
    const [first, second] = file.blocks.filter(({ type }) => type === 'locals');
    expect(value(first!, 'sum')).toBe('(wrap (+ 1 2))');
    expect(value(second!, 'escaped')).toBe('(template "a\\t\\"" ${(upper "x")} "\\" é ${not}")');
    expect(value(second!, 'list')).toBe('(tuple 1 true null (wrap {local .sum}))');
  });

  test('places within strings, escapes or not', () => {
    const s3 = block('resource.aws_vpc_endpoint.s3');
    const id = attribute(s3.body, 'vpc_id')!;
    expect([slice(id.nameRange), slice(id.valueRange)]).toEqual(['"vpc_id"', '"${aws_vpc.main.id}"']);
    const wrap = id.expression as Extract<Expression, { kind: 'template-wrap' }>;
    expect([slice(wrap.range), slice(wrap.expression.range)]).toEqual(['${aws_vpc.main.id}', 'aws_vpc.main.id']);
    const escaped = attribute(file.blocks[2]!.body, 'escaped')!.expression as Extract<Expression, { kind: 'template' }>;
    expect(escaped.parts.map(({ range }) => slice(range))).toEqual([
      'a\\t\\"',
      '${upper(\\"x\\")}',
      '\\" \\u00e9 $${not}',
    ]);
  });

  test('one bad template makes the whole value invalid, and says where', () => {
    const bad = parseHclJson('{ "x": { "a": ["b", "\\n${c"] }, "${y": 1 }');
    const [x] = bad.attributes;
    expect(x!.expression).toMatchObject({ kind: 'invalid', reason: 'There is no `}` to end this sequence' });
    expect(parseHclJson('{ "x": { "${y": 1 } }').attributes[0]!.expression.kind).toBe('invalid');
  });
});

test('comments are the strings of `//`', () => {
  expect(file.comments.map((comment) => [comment.marker, comment.text, slice(comment.range)])).toEqual([
    ['//', 'a comment of the file', '"a comment of the file"'],
    ['//', 'a comment of the block', '"a comment of the block"'],
  ]);
});

describe('faults', () => {
  const cases: [string, string, number][] = [
    ['', 'A value is required here', 0],
    ['{', 'A member begins with its name in quotes', 1],
    ['{"a"', 'A name needs `:` and a value', 4],
    ['{"a":1', '`,` or `}` is required here', 6],
    ['{"a":1,}', 'A member begins with its name in quotes', 7],
    ['{"a":[1 2]}', '`,` or `]` is required here', 8],
    ['{"a":[1,]}', 'A value is required here', 8],
    ['{"a":01}', 'A value is required here', 5],
    ['{"a":nul}', 'A value is required here', 5],
    ['{"a":"b\n"}', 'The string is not closed', 7],
    ['{"a":"\\x"}', 'This string has a bad escape', 5],
    ['{} {}', 'Nothing may follow the value', 3],
    ['1', 'An object is required here', 0],
    ['[1]', 'An object is required here', 0],
  ];
  test.each(cases)('%j: %s', (source, reason, offset) => {
    const { faults } = parseHclJson(source);
    expect(faults.map((fault) => [fault.reason, fault.range.start])).toEqual([[reason, offset]]);
  });

  test('what was read before is kept', () => {
    const cut = parseHclJson(text.slice(0, text.indexOf('"dns_options"')));
    expect(cut.faults).toHaveLength(1);
    expect(cut.blocks.map(address)).toContain('resource.aws_vpc_endpoint.s3');
  });

  test('a string that ends after a backslash ends with the text', () => {
    const source = '{"a":"\\';
    const { attributes, faults } = parseHclJson(source);
    expect(faults.map(({ reason, range }) => [reason, range.start])).toEqual([
      ['The string is not closed', source.length],
    ]);
    expect(attributes[0]!.valueRange.end).toBe(source.length);
  });

  test('depth is limited', () => {
    for (const piece of ['[', '{"a":']) {
      expect(parseHclJson(`{"a":${piece.repeat(20_000)}`).faults[0]!.reason).toBe('Nested too deeply');
    }
  });
});
