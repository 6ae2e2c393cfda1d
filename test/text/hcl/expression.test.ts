// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL, not of JavaScript
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Expression, parseExpression, parseHcl, type Range } from '../../../src/text/hcl/index.ts';
import { notation } from './notation.ts';

const expressions: [string, string | null][] = JSON.parse(
  readFileSync(new URL('../../../fixtures/hcl/expressions.json', import.meta.url), 'utf8'),
);

const parsed = (expression: string) => parseHcl(`x = ${expression}\n`);

describe('structure as HCL itself gives it', () => {
  test.each(expressions)('%s', (text, structure) => {
    const { attributes, faults } = parsed(text);
    const expression = attributes[0]!.expression;
    if (structure === null) expect(faults.length > 0 || expression.kind === 'invalid', notation(expression)).toBe(true);
    else {
      expect(notation(expression)).toBe(structure);
      expect(faults).toEqual([]);
    }
  });
});

/** All nodes with a range: expressions, steps, template parts. */
function nodes(value: unknown): { kind: string; range: Range }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'kind' in value && 'range' in value ? [value as { kind: string; range: Range }] : [];
  return [...own, ...Object.values(value).flatMap(nodes)];
}

function checkRanges(value: unknown, outer: Range): void {
  if (typeof value !== 'object' || value === null) return;
  // What a splat applies to each element stands after the star, outside of its range.
  const range = 'range' in value && !('each' in value) ? (value.range as Range) : outer;
  expect(range.start).toBeGreaterThanOrEqual(outer.start);
  expect(range.end).toBeLessThanOrEqual(outer.end);
  expect(range.end).toBeGreaterThanOrEqual(range.start);
  for (const [key, inner] of Object.entries(value))
    if (key !== 'range' && key !== 'nameRange') checkRanges(inner, range);
}

describe('ranges', () => {
  test('lie inside each other, and the outermost is the value', () => {
    for (const [text, structure] of expressions) {
      if (structure === null) continue;
      const [attribute] = parsed(text).attributes;
      checkRanges(attribute!.expression, attribute!.valueRange);
    }
  });

  test('name what was written', () => {
    const source = 'merge(a.b[*].c["k"], "p${q.r}s", { k = [1, -2] }, !x || y)';
    const written = nodes(parseExpression(source)).map(
      ({ kind, range }) => `${kind} ${source.slice(range.start, range.end)}`,
    );
    expect(written).toEqual([
      'call merge(a.b[*].c["k"], "p${q.r}s", { k = [1, -2] }, !x || y)',
      'traversal a.b[*].c["k"]',
      'attribute .b',
      'splat [*]',
      'attribute .c',
      'index ["k"]',
      'literal "k"',
      'template "p${q.r}s"',
      'text p',
      'interpolation ${q.r}',
      'traversal q.r',
      'attribute .r',
      'text s',
      'object { k = [1, -2] }',
      'literal k',
      'tuple [1, -2]',
      'literal 1',
      'unary -2',
      'literal 2',
      'binary !x || y',
      'unary !x',
      'traversal x',
      'traversal y',
    ]);
  });

  test('a part of a text is read in place', () => {
    const text = 'before a.b after';
    expect(parseExpression(text, { start: 7, end: 10 })).toMatchObject({ root: 'a', range: { start: 7, end: 10 } });
  });

  test('operators in parentheses include them', () => {
    const source = '(a + b) * c';
    const { range } = parseExpression(source);
    expect(source.slice(range.start, range.end)).toBe(source);
  });
});

describe('nodes in full', () => {
  const cases: [string, object][] = [
    ['a.*.b[0]', { steps: [{ kind: 'splat', style: 'attribute', each: [{ name: 'b' }] }, { kind: 'index' }] }],
    ['a[*].b[0]', { steps: [{ kind: 'splat', style: 'full', each: [{ name: 'b' }, { kind: 'index' }] }] }],
    ['f()[0]', { kind: 'relative-traversal', source: { kind: 'call' }, steps: [{ kind: 'index' }] }],
    ['"a"', { kind: 'literal', value: 'a' }],
    ['"${a}"', { kind: 'template-wrap', expression: { kind: 'traversal', root: 'a', steps: [] } }],
    [
      '[for v in c : v]',
      {
        kind: 'for',
        result: 'tuple',
        keyVariable: null,
        valueVariable: 'v',
        key: null,
        condition: null,
        grouping: false,
      },
    ],
    ['{for k, v in c : k => v... if k}', { result: 'object', keyVariable: 'k', valueVariable: 'v', grouping: true }],
    [
      '{ a = 1, (b) = 2 }',
      { items: [{ key: { kind: 'literal', value: 'a' } }, { key: { kind: 'traversal', root: 'b' } }] },
    ],
    [
      'provider::x::f(a...)',
      { kind: 'call', name: 'provider::x::f', expandFinal: true, nameRange: { start: 0, end: 14 } },
    ],
    ['"e\u0301"', { value: '\u00e9' }],
  ];
  test.each(cases)('%s', (text, expected) => {
    expect(parseExpression(text)).toMatchObject(expected);
  });
});

describe('what is wrong is said', () => {
  const cases: [string, string, string][] = [
    ['a +', 'An expression is required here', ''],
    ['[1, 2', 'Elements are separated by commas', ''],
    ['f(a b)', 'Arguments are separated by commas', 'b'],
    ['a ? b', 'A conditional needs `:` and a second value', ''],
    ['{ a }', 'A key needs `=` or `:` and a value', '}'],
    ['a b', 'The expression should end here', 'b'],
    ['a.0.1', 'Two legacy indexes in a row: write them in brackets', '0.1'],
    ['"\\q"', '`\\q` is not an escape sequence', '\\q'],
    ['"%{ if a }"', 'There is no `endif` for this directive', '%{ if a }'],
    ['"%{ else }"', 'There is no directive for this `else`', '%{ else }'],
    ['"%{ unless }"', '`unless` is not a directive', 'unless'],
    ['a & b', 'This character is not used in the language', '&'],
    ['"a', 'The string is not closed on its line', '"a'],
    ['<<E\na\n', 'There is no line `E` to end this heredoc', '<<E\n'],
    ['1e999', 'This is not a number', '1e999'],
    ['', 'An expression is required here', ''],
  ];
  test.each(cases)('%j: %s', (text, reason, place) => {
    const expression = parseExpression(text) as Extract<Expression, { kind: 'invalid' }>;
    expect(expression).toMatchObject({ kind: 'invalid', reason });
    expect(text.slice(expression.range.start, expression.range.end)).toBe(place);
  });
});

describe('depth', () => {
  const nested: Record<string, (levels: number) => string> = {
    parentheses: (n) => `${'('.repeat(n)}1${')'.repeat(n)}`,
    tuples: (n) => `${'['.repeat(n)}${']'.repeat(n)}`,
    objects: (n) => `${'{a='.repeat(n)}1${'}'.repeat(n)}`,
    calls: (n) => `${'f('.repeat(n)}${')'.repeat(n)}`,
    indexes: (n) => `${'a['.repeat(n)}0${']'.repeat(n)}`,
    splats: (n) => `a${'[*]'.repeat(n)}`,
    signs: (n) => `${'-'.repeat(n)}1`,
    operators: (n) => `1${'+1'.repeat(n)}`,
    'operators in parentheses': (n) => `${'(1+'.repeat(n / 4)}1${')+1'.repeat(n / 4)}`,
    conditionals: (n) => `${'a ? b : '.repeat(n)}c`,
    templates: (n) => `${'"${'.repeat(n / 2)}1${'}"'.repeat(n / 2)}`,
    directives: (n) => `"${'%{if a}'.repeat(n)}${'%{endif}'.repeat(n)}"`,
  };
  test.each(Object.entries(nested))('%s: 400 levels are read, 20,000 refused', (_, make) => {
    expect(parseExpression(make(400)).kind).not.toBe('invalid');
    expect(parseExpression(make(20_000))).toMatchObject({ kind: 'invalid', reason: 'Nested too deeply' });
  });

  test('no tree is deeper than the limit, however operators and brackets are combined', () => {
    const depth = (e: unknown): number =>
      typeof e !== 'object' || e === null ? 0 : 1 + Math.max(0, ...Object.values(e).map(depth));
    let text = '1';
    for (let level = 0; level < 60; level++) text = `(${text})${'+1'.repeat(60)}`;
    expect(parseExpression(text).kind).toBe('invalid');
    expect(depth(parseExpression(`(${'(1'}${'+1'.repeat(200)})${'+1'.repeat(200)})`))).toBeLessThan(500);
  });
});
