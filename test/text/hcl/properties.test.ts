// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL, not of JavaScript
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { type Body, type HclFile, parseHcl, parseHclJson } from '../../../src/text/hcl/index.ts';

const root = new URL('../../..', import.meta.url).pathname;
const texts = globSync('fixtures/**/*.tf', { cwd: root, absolute: true }).map((path) => readFileSync(path, 'utf8'));

/** Whether any expression is invalid. All are parsed, and all ranges must lie in the text. */
function hasInvalid(body: Body, limit: number): boolean {
  let invalid = false;
  for (const { expression, valueRange } of body.attributes) {
    if (expression.kind === 'invalid') invalid = true;
    if (valueRange.end > limit || valueRange.start > valueRange.end) throw new Error('a value outside of the text');
  }
  for (const block of body.blocks) {
    if (block.range.end > limit || block.header.end > block.range.end) throw new Error('a block outside of the text');
    invalid = hasInvalid(block.body, limit) || invalid;
  }
  return invalid;
}

const isGood = (file: HclFile) => !hasInvalid(file, file.text.length) && file.faults.length === 0;

/** Blocks and attributes of the file's body, moved by an offset. */
function outline(file: HclFile, offset = 0): string[] {
  const line = (kind: string, { start, end }: { start: number; end: number }) =>
    `${kind} ${start + offset}-${end + offset}`;
  return [
    ...file.attributes.map((a) => line(a.name, a.range)),
    ...file.blocks.map((b) => line([b.type, ...b.labels.map((l) => l.text)].join(' '), b.range)),
    ...file.comments.map((c) => line(c.marker, c.range)),
  ];
}

describe('truncation', () => {
  test('cut anywhere: something is said, unless it ends between two items', () => {
    for (const text of texts.filter((candidate) => candidate.length < 10_000)) {
      const whole = parseHcl(text);
      // Where a cut leaves a whole: outside of blocks, values and comments.
      const inside = new Uint8Array(text.length + 1);
      for (const { range } of [...whole.blocks, ...whole.attributes]) inside.fill(1, range.start + 1, range.end);
      const step = Math.max(1, Math.floor(text.length / 400));
      for (let end = 0; end <= text.length; end += step) {
        const good = isGood(parseHcl(text.slice(0, end)));
        if (inside[end]) expect(good, JSON.stringify(text.slice(Math.max(0, end - 40), end))).toBe(false);
      }
    }
  });

  test('nothing but the last block is lost', () => {
    for (const text of texts) {
      const whole = parseHcl(text).blocks;
      for (let cut = 1; cut < 20; cut++) {
        const end = Math.floor((text.length * cut) / 20);
        const before = whole.filter((block) => block.range.end <= end).map((block) => block.range);
        expect(
          parseHcl(text.slice(0, end))
            .blocks.slice(0, before.length)
            .map((block) => block.range),
        ).toEqual(before);
      }
    }
  });
});

test('two good files one after the other read as both', () => {
  for (const first of texts) {
    for (const second of texts) {
      const joined = `${first}\n${second}`;
      const [a, b] = [parseHcl(first), parseHcl(second)];
      const moved = outline(b, first.length + 1);
      expect(outline(parseHcl(joined)).sort()).toEqual([...outline(a), ...moved].sort());
    }
  }
});

const pieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    '"',
    '${',
    '%{',
    '~}',
    '$${',
    '%%{',
    '\\',
    '\n',
    '\n',
    '\n',
    '\r\n',
    ' ',
    '\t',
  ],
  ...['=', '==', '=>', ',', '.', ':', '::', '?', '...', '*', '-', '!', '/', '//', '/*', '*/', '#', '&', '&&', '~', ';'],
  ...[
    '<<E\n',
    '\nE\n',
    '<<-E\n',
    '<<',
    'a',
    'b',
    'for',
    'in',
    'if',
    'else',
    'endif',
    '1',
    '0.1',
    '1e',
    'é',
    '🤷',
    '\0',
  ],
  ...['resource "a" "b" {\n', 'locals {\n', '\n}\n', 'x = ', '"${', '}"', 'null'],
];

describe('any text', () => {
  test('soups of tokens are read without exception, and the same twice', () => {
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        const file = parseHcl(text);
        const good = isGood(file);
        expect(isGood(parseHcl(text))).toBe(good);
        for (const { range } of [...file.faults, ...file.comments]) {
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 4000 },
    );
  });

  test('a block after any soup is found, unless the soup may have taken it in', () => {
    const harmless = pieces.filter((piece) => !/["$%#/<*]/.test(piece));
    const soup = fc.array(fc.constantFrom(...harmless), { maxLength: 40 }).map((all) => all.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        const file = parseHcl(`${text}\nresource "the" "last" {\n  a = 1\n}\n`);
        expect(file.blocks.at(-1)?.labels.map((label) => label.text)).toEqual(['the', 'last']);
      }),
      { numRuns: 2000 },
    );
  });

  test('JSON of any kind', () => {
    const soup = fc.array(
      fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '"a"', '"${', '1', 'null', '\n', '\\u12'),
    );
    fc.assert(
      fc.property(soup, (all) => {
        isGood(parseHclJson(all.join('')));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(parseHclJson(`{"a":${text}}`).faults).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('hostile texts cost linear time', () => {
  const times = (piece: string) => piece.repeat(Math.ceil(300_000 / piece.length));
  const hostile: Record<string, string> = {
    'heredocs without end': times('resource "a" "b" {\n a = <<X\n'),
    'heredocs without end, each its own': Array.from({ length: 10_000 }, (_, n) => `locals {\n a = <<X${n}\n`).join(''),
    'comments without end': times('locals {\n/*\n'),
    'strings without end': times('a = "\n'),
    'blocks without end': times('locals {\n'),
    'nested blocks without end': times('a {\n'),
    brackets: times('['),
    'brackets that do not match': times('[}(]{)'),
    'closing braces': times('}'),
    sequences: times('"${'),
    'sequences over lines': times('a = "${\n'),
    operators: `a = ${times('1+')}`,
    dollars: `a = "${times('$')}"`,
    'almost the end of a heredoc': `a = <<E\n${times('E x\n')}E\n`,
    'headers in a list': `a = [\n${times('resource "a" "b" {\n')}`,
    'arguments twice': times('a = 1\n'),
    words: times('a '),
  };
  test.each(Object.entries(hostile))('%s', (_, text) => {
    const started = process.cpuUsage();
    const file = parseHcl(text);
    isGood(file);
    const { user, system } = process.cpuUsage(started);
    // Processor time, and ten times what it takes: machines differ, and tests run side by side.
    expect((user + system) / 1e6).toBeLessThan(3);
    expect(file.faults.length).toBeLessThanOrEqual(100);
  });
});
