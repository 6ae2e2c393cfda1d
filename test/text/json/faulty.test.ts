import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson, type Select, TextError } from '../../../src/text/json/index.ts';
import { json, select } from './arbitrary.ts';
import { parsed, surveyed } from './reference.ts';

const SMALL = [
  '{"a":[1,2.5e-3,{"b":null}],"c":"x\\u0041\\"","d":{"é":true,"f":false},"":-0}',
  ' [ [ ] , { } , "" , 0 ] ',
  '"\\ud800"',
  '[[],{},[{}]]',
  '[{"type":"x","n":1},{"type":"y"},3]',
  '{"k":"0123456789abcdef\\\\\\"0123456789","l":"é→😀"}',
  '[-12.0e+10,1E5,-0.0,true,false,null]',
  '{"aa":1,"ab":2,"ba":3,"a\\u0061":4}',
];

/** All of ASCII but most control characters, and of what makes up UTF-8 one of each kind. */
const BYTES = [
  ...[0x00, 0x08, 0x09, 0x0a, 0x0d, 0x1f],
  ...Array.from({ length: 0x60 }, (_, nth) => 0x20 + nth),
  ...[0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xf0, 0xf5, 0xff],
];

/** What the reader says of some bytes: undefined if it takes them. */
function refusal(bytes: Uint8Array, choice: Select = 'all'): TextError | undefined {
  try {
    readJson(bytes, choice);
    return undefined;
  } catch (error) {
    if (error instanceof TextError) return error;
    throw error;
  }
}

/** Takes and refuses what JSON.parse does, but for the keys it refuses besides. */
function check(bytes: Uint8Array): void {
  const expected = parsed(bytes);
  const error = refusal(bytes);
  const shown = () => JSON.stringify(Buffer.from(bytes).toString('latin1'));
  if (expected === undefined) {
    if (error === undefined) throw new Error(`taken: ${shown()}`);
    return;
  }
  const { refused } = surveyed(Buffer.from(bytes).toString('utf8'));
  if (refused !== (error !== undefined)) throw new Error(`${error?.message ?? 'taken'}: ${shown()}`);
  if (!refused && !isDeepStrictEqual(readJson(bytes).value, expected.value)) throw new Error(`misread: ${shown()}`);
}

describe('takes what JSON.parse takes, and nothing else', () => {
  it.each(SMALL)('in every truncation of %s', (text) => {
    const bytes = Buffer.from(text);
    for (let end = 0; end <= bytes.length; end++) check(bytes.subarray(0, end));
  });

  it.each(SMALL)('in every change of one byte of %s', (text) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at++) {
      for (const byte of BYTES) {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        check(changed);
      }
    }
  });

  it.each(SMALL)('with one byte more or less in %s', (text) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at++) {
      check(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
      for (const more of '{}[]",:\\0-+.eEu ')
        check(Buffer.concat([bytes.subarray(0, at), Buffer.from(more), bytes.subarray(at)]));
    }
  });

  it('in random changes of random documents', () => {
    const change = fc.tuple(
      fc.nat(),
      fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('{}[]",:\\0-1eu'))),
    );
    fc.assert(
      fc.property(json, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
        const bytes = Buffer.from(text);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        check(bytes);
      }),
      { numRuns: 400 },
    );
  });
});

it('says the same of a faulty file, whatever is wanted of it', () => {
  const cut = fc.record({
    at: fc.nat(),
    byte: fc.constantFrom(...Buffer.from('{}[]",:\\0-1eu\n'), 0xff),
    ends: fc.boolean(),
  });
  fc.assert(
    fc.property(json, cut, select, (text, { at, byte, ends }, choice) => {
      let bytes = Buffer.from(text);
      if (ends) bytes = bytes.subarray(0, at % bytes.length);
      else bytes[at % bytes.length] = byte;
      const says = ({ message, offset, line, column }: TextError) => ({ message, offset, line, column });
      const whole = refusal(bytes, 'none');
      const part = refusal(bytes, choice);
      expect(part && says(part)).toEqual(whole && says(whole));
    }),
    { numRuns: 400 },
  );
});

describe('a key that its object has already', () => {
  const name = fc.oneof(
    fc.constantFrom('a', 'b', 'aXb', 'aYb', 'aZb', 'ab', 'é', '', '__proto_', 'constructor'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  /** Notations of a key: plain, and with its first character escaped. */
  const notation = (key: string, escaped: boolean) =>
    escaped && key !== ''
      ? `"\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${JSON.stringify(key.slice(1)).slice(1)}`
      : JSON.stringify(key);

  it('is refused at its own place, in objects of any size', () => {
    const keys = fc.uniqueArray(name, { minLength: 1, maxLength: 150, size: 'max' });
    fc.assert(
      fc.property(
        keys,
        fc.nat(),
        fc.nat(),
        fc.array(fc.boolean(), { minLength: 151, maxLength: 151 }),
        (some, from, to, escapes) => {
          const repeated = from % some.length;
          const behind = repeated + 1 + (to % (some.length - repeated));
          const all = [...some.slice(0, behind), some[repeated]!, ...some.slice(behind)];
          const written = all.map((key, nth) => notation(key, escapes[nth]! && nth % 7 === 0));
          // Objects inside have keys of their own.
          const member = (key: string) => `${key}:{"a":{"aXb":1},"b":[{"a":1}]}`;
          expect(
            refusal(Buffer.from(`[{${written.toSpliced(behind, 1).map(member).join()}}]`), 'none'),
          ).toBeUndefined();
          const before = `[{${written.slice(0, behind).map(member).join()},`;
          const error = refusal(Buffer.from(`${before}${written.slice(behind).map(member).join()}}]`), 'none');
          expect(error?.message).toContain('occurs twice in this object');
          expect(error?.offset).toBe(Buffer.byteLength(before));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is not one in another object', () => {
    const text = '[{"a":{"a":{"a":1},"b":2},"b":{"a":1}},{"a":1,"b":[{"a":1},{"a":2}],"c":{}}]';
    expect(readJson(Buffer.from(text)).value).toEqual(JSON.parse(text));
  });

  it('is found among twenty thousand', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `"key-${i}":${i}`).join();
    expect(refusal(Buffer.from(`{${keys}}`))).toBeUndefined();
    expect(refusal(Buffer.from(`{${keys},"key-7777":0}`))?.message).toContain('"key-7777"');
  });
});

describe('depth', () => {
  const nested = (depth: number) => Buffer.from(`${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`);

  it('is taken up to the limit, and refused at the first bracket beyond', () => {
    expect(refusal(nested(512))).toBeUndefined();
    expect(refusal(nested(514))?.offset).toBe(256 * '[{"a":'.length);
    expect(() => readJson(nested(10), 'all', { maxDepth: 10 })).not.toThrow();
    expect(() => readJson(nested(10), 'all', { maxDepth: 9 })).toThrow('nested deeper than 9 levels');
    expect(() => readJson(Buffer.from('[]'), 'all', { maxDepth: 0 })).toThrow('nested deeper than 0 levels');
  });

  it('never takes the stack', () => {
    for (const text of ['['.repeat(1e6), '{"a":'.repeat(1e6), '[{"":'.repeat(1e6)]) {
      expect(refusal(Buffer.from(text))?.message).toBe('nested deeper than 512 levels');
    }
    const self: { items: Select } = { items: 'all' };
    self.items = self;
    expect(refusal(Buffer.from('['.repeat(1e6)), self)?.message).toBe('nested deeper than 512 levels');
  });

  it('has a limit itself', () => {
    expect(() => readJson(Buffer.from('[]'), 'all', { maxDepth: 1e6 })).toThrow(RangeError);
  });
});
