/** The parser of plain files agrees with the library on every file it takes, value by value and place by place. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareYaml, readAny } from '../../../src/text/yaml/index.ts';
import { parsePlain } from '../../../src/text/yaml/plain.ts';
import { plainDocument } from '../../../src/text/yaml/plain-document.ts';

const tagged = (tag: string, value: unknown) => ({ [tag]: value });
const FOLDER = fileURLToPath(new URL('../../../fixtures/templates/', import.meta.url));

beforeAll(() => prepareYaml());

/** Pointers of everything in a value; what is left empty has no place. */
function* pointers(value: unknown, at = ''): Generator<string> {
  if (value !== null) yield at;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* pointers(inner, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

/** Where a node begins: block collections of the library end in the next line. */
function begin(place: { line: number; column: number } | undefined) {
  return place && [place.line, place.column];
}

function agrees(text: string): boolean {
  const plain = parsePlain(text);
  if (plain === undefined) return false;
  const [ours, theirs] = [plainDocument(plain, text, { tagged }), readAny(text, { tagged })];
  expect(ours.value, text).toEqual(theirs.value);
  for (const pointer of pointers(ours.value))
    expect([pointer, begin(ours.locate(pointer))], text).toEqual([pointer, begin(theirs.locate(pointer))]);
  expect(ours.comments(/^/), text).toEqual(theirs.comments(/^/));
  return true;
}

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));

describe('files', () => {
  it.each(files)('%s', (path) => {
    const text = readFileSync(join(FOLDER, path), 'utf8').replace(/^\uFEFF/, '');
    try {
      agrees(text);
    } catch (error) {
      // What the library refuses must not be taken.
      if ((error as Error).name === 'TextError') expect(parsePlain(text)).toBeUndefined();
      else throw error;
    }
  });
  it('takes nearly all of them', () => {
    const taken = files.filter(
      (path) => parsePlain(readFileSync(join(FOLDER, path), 'utf8').replace(/^\uFEFF/, '')) !== undefined,
    );
    expect(taken.length).toBeGreaterThan(files.length - 8);
  });
});

it.each([
  'a: 1\nb:\n  - x\n  - y: 2\n    z: 3\n',
  'a:\n- x\n- !Ref y\nb: !If [c, !GetAtt d.e, "f"]\n',
  'a: |\n  one\n   two\n\n  three\n\nb: 2\n',
  'a: >-\n  one\n  two\n\n  three\nb: 2\n',
  "a: 'it''s'\nb: \"x\\n\\u0041\"\n",
  'a: {b: c, "d": [e, {f: g}], h: arn:aws:s3:::x}\n',
  'a: [\n  b,\n  c,\n]\n',
  '---\n# comment\na: b # more\n',
  'a: !Sub\n  - "${x}"\n  - x: !Ref y\n',
  'a:\nb: ~\nc: true\nd: "true"\n',
  'Fn::ForEach::X:\n  - Id\n  - [a, b]\n  - Key${Id}:\n      Type: T\n',
  'a: -1\nb: 2012-10-17\nc: on\nd: 012\n',
  'a: b: c\n',
  'a: b\n  c\n',
  'a: *x\n',
  'a: &x 1\nb: *x\n',
  'a: 1\na: 2\n',
  '- a\n- b\n',
  'a: "b\n  c"\n',
  'a:\n  - b\n c: d\n',
  'a: [b, c\n',
  'a: # only a comment\n  b: c\n',
  'a: x #y\nb: x#y\n',
  '? a\n: b\n',
  '%YAML 1.1\n---\na: b\n',
  'a: b\n---\nc: d\n',
  'a: |2\n    x\n',
  'a: @x\n',
  'a: `x\n',
  'a: %x\n',
  'a: {b}\n',
  'a: [b: c]\n',
  'a: !!str 1\n',
  'a:\n    - b:\n        c\n',
  'a: |\n\n  x\n',
  'a: >\n  x\n\n\n  y\n\n',
  'a: ""\nb: \'\'\n',
  '"a b": c\n\'d\': e\n',
  'a : b\n',
  'a: - b\n',
  'a: [a,b]\nb: [ a , b ]\nc: []\nd: {}\n',
  'a: {b: c,d: e}\n',
  'a: {b:c}\n',
  'a: [!Ref b, !Sub "x, y", \'z: w\']\n',
])('a text agrees or is left to the library: %j', (text) => {
  let refused = false;
  try {
    readAny(text, { tagged });
  } catch {
    refused = true;
  }
  if (refused) expect(parsePlain(text)).toBeUndefined();
  else agrees(text);
});

it('texts of its own making agree, or are left to the library', () => {
  const piece = fc.constantFrom(
    'a',
    'b:',
    ' ',
    '  ',
    '\n',
    '- ',
    ': ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    ' #',
    '"',
    "'",
    '|',
    '>',
    '!x ',
    '&',
    '*',
    '?',
    '-',
    '1',
    'true',
    '~',
    ':',
    '\\',
    '\r\n',
    'é',
    '---',
    '<<',
  );
  const lines = fc.array(
    fc
      .tuple(
        fc.constantFrom('', '', ' ', '  ', '  ', '    '),
        fc.constantFrom(
          'a:',
          'b: x',
          'c:',
          '- x',
          '- d: y',
          '- e:',
          'f: !Ref z',
          'g: "q r"',
          '- !Ref z',
          '- "w"',
          '# i',
          '',
          '-',
          '---',
          "h: 'x'",
          'j: x # y',
          'k: [x]',
          'x',
          '...',
        ),
        fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', ' \n', ''),
      )
      .map((parts) => parts.join('')),
    { maxLength: 7 },
  );
  for (const pieces of [fc.array(piece, { maxLength: 14 }), lines])
    fc.assert(
      fc.property(pieces, (some) => {
        const text = some.join('');
        let refused = false;
        try {
          readAny(text, { tagged });
        } catch {
          refused = true;
        }
        if (refused) expect(parsePlain(text), JSON.stringify(text)).toBeUndefined();
        else agrees(text);
      }),
      { numRuns: 10_000, seed: 7 },
    );
});
