import fc from 'fast-check';
import type { Select } from '../../../src/text/json/index.ts';

/** Keys that documents and selections both have, so that they meet. */
const COMMON = ['a', 'b', 'type', 'mode', 'é', '', '/~'];

const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t  ');
const around = (inner: fc.Arbitrary<string>) => fc.tuple(space, inner, space).map((parts) => parts.join(''));

const character = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map(escaped) },
  fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t'),
  // Lone surrogates among them.
  fc.integer({ min: 0, max: 0xffff }).map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`),
  fc.constantFrom('\\uD83D\\uDE00', '\\u0061', '😀', '\u2028', '\u007f', '{\\"', '[,', '/~'),
);
const string = fc.array(character, { maxLength: 6 }).map((parts) => `"${parts.join('')}"`);

const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.bigInt().map(String),
  fc.constantFrom('-0', '0', '1E5', '1e+400', '-1.5E-7', '0.1e1', '1e-400', '123456789012345678901234567890.5'),
);

const key = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...COMMON).map((each) => JSON.stringify(each)) }, string);

const { value } = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
  value: around(
    fc.oneof(
      { maxDepth: 5 },
      fc.oneof(string, number, fc.constantFrom('true', 'false', 'null')),
      tie('array'),
      tie('object'),
    ),
  ),
  array: fc.array(tie('value'), { maxLength: 8 }).map((items) => `[${items.join(',')}]`),
  object: fc
    .uniqueArray(fc.tuple(around(key), tie('value')), {
      maxLength: 8,
      selector: ([name]) => JSON.parse(name) as unknown,
    })
    .map((members) => `{${members.map((member) => member.join(':')).join(',')}}`),
}));

/** Good JSON in any notation, without what the reader refuses. */
export const json: fc.Arbitrary<string> = value.filter((text) => !text.includes('__proto__'));

/** Selections; all kinds, nested. */
export const { select } = fc.letrec<{ select: Select }>((tie) => ({
  select: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Select>('all', 'none'),
    fc
      .tuple(fc.dictionary(fc.constantFrom(...COMMON), tie('select')), fc.option(tie('select'), { nil: undefined }))
      .map(([members, rest]): Select => (rest === undefined ? { members } : { members, rest })),
    tie('select').map((items): Select => ({ items })),
    fc.tuple(fc.constantFrom(...COMMON), fc.boolean(), tie('select'), tie('select')).map(
      ([name, second, one, other]): Select => ({
        items: (peek) => {
          const found = peek.string(name);
          const again = second ? peek.string('type') : found;
          return found !== undefined || (again === undefined && peek.index % 3 === 0) ? one : other;
        },
      }),
    ),
    fc.tuple(fc.constantFrom(...COMMON), fc.nat(3), tie('select')).map(
      ([name, many, other]): Select => ({
        items: (peek) => (peek.string(name) !== undefined || peek.index % 2 === 1 ? 'later' : other),
        later: (kept) => kept.length >= many,
      }),
    ),
  ),
}));

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
