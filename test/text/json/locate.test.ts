import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/text/json/index.ts';
import { LineIndex, placeOf } from '../../../src/text/position.ts';
import { json, select } from './arbitrary.ts';
import { surveyed } from './reference.ts';

describe('locate', () => {
  it('finds what a plain survey of the document finds, in any order, whatever was read', () => {
    fc.assert(
      fc.property(json, select, fc.nat(), (text, choice, seed) => {
        const { places } = surveyed(text);
        const document = readJson(Buffer.from(text), choice);
        const pointers = [...places.keys()];
        for (let nth = 0; nth < pointers.length; nth++) {
          const pointer = pointers[(nth * 7919 + seed) % pointers.length]!;
          expect(document.locate(pointer)).toEqual(places.get(pointer));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('falls back to the deepest ancestor that exists', () => {
    const text = '{"a": [{"b": 1}, 2], "": 3}';
    const document = readJson(Buffer.from(text), { members: { a: 'all' } });
    const at = (pointer: string) => {
      const position = document.locate(pointer);
      return position && text.slice(position.offset, position.endColumn - 1);
    };
    expect(at('')).toBe(text);
    expect(at('/')).toBe('""');
    expect(at('/x')).toBe(text);
    expect(at('/a')).toBe('"a"');
    expect(at('/a/0')).toBe('{"b": 1}');
    expect(at('/a/0/b')).toBe('"b"');
    expect(at('/a/0/b/c')).toBe('"b"');
    expect(at('/a/0/c/d')).toBe('{"b": 1}');
    expect(at('/a/1')).toBe('2');
    for (const step of ['2', '-', '00', '1.0', '-1', 'b']) expect(at(`/a/${step}/b`)).toBe('"a"');
    expect(at('a')).toBeUndefined();
  });

  it('is quick for many places in one long line', () => {
    const count = 5_000;
    const elements = Array.from({ length: count }, (_, i) => ({ name: `é${i}`, tags: { a: [i] } }));
    const document = readJson(Buffer.from(JSON.stringify({ list: elements })), { members: { list: 'all' } });
    for (let i = 0; i < count; i++) {
      const position = document.locate(`/list/${count - 1 - i}/tags/a/0`);
      expect(position?.line).toBe(1);
    }
  });
});

describe('lines and columns', () => {
  it('count code units, in files larger than what is remembered of them', () => {
    const text = `${'ab→😀\n'.repeat(20_000)}${'é😀x'.repeat(60_000)}\n\nend`;
    const bytes = Buffer.from(text);
    const lines = new LineIndex({ plain: 0, bytes: (start, end) => bytes.subarray(start, end) });
    for (let at = 0; at <= text.length; at += 997) {
      // A place between the halves of a character is none.
      if (/[\udc00-\udfff]/.test(text[at] ?? '')) continue;
      const offset = Buffer.byteLength(text.slice(0, at));
      const before = text.slice(0, at).split('\n');
      const expected = { line: before.length, column: before.at(-1)!.length + 1 };
      expect(lines.place(offset)).toEqual(expected);
    }
    expect(lines.place(0)).toEqual({ line: 1, column: 1 });
    expect(placeOf(bytes, bytes.length)).toEqual({ line: 20_003, column: 4 });
  });
});
