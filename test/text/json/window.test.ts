import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource, readJson, type Select, type Source, TextError } from '../../../src/text/json/index.ts';
import { json, select } from './arbitrary.ts';
import { surveyed } from './reference.ts';

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** A document that comes a few bytes at a time, so that every token of it ends a window somewhere. */
class Trickle extends MemorySource {
  private readonly sizes: readonly number[];
  private turn = 0;

  constructor(text: string, sizes: readonly number[]) {
    super(Buffer.from(text));
    this.sizes = sizes;
  }

  override read(into: Buffer, offset: number): number {
    return super.read(into.subarray(0, this.sizes[this.turn++ % this.sizes.length]), offset);
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

function outcome(source: Uint8Array | Source, choice: Select): unknown {
  try {
    return readJson(source, choice).value;
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { message, offset, line, column, hint } = error;
    return { message, offset, line, column, hint };
  }
}

describe('a window over a document', () => {
  it('shows the same values, wherever it ends', () => {
    fc.assert(
      fc.property(json, select, sizes, (text, choice, steps) => {
        expect(outcome(new Trickle(text, steps), choice)).toStrictEqual(outcome(Buffer.from(text), choice));
      }),
      { numRuns: 500 },
    );
  });

  it('shows the same faults', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom(...'{}[]",:\\0-1eu\n\u0001 t'));
    fc.assert(
      fc.property(json, fc.array(change, { maxLength: 2 }), fc.nat(), sizes, (text, changes, cut, steps) => {
        let broken = text;
        for (const [at, character] of changes) {
          const place = at % broken.length;
          broken = broken.slice(0, place) + character + broken.slice(place + 1);
        }
        if (cut % 3 === 0) broken = broken.slice(0, cut % broken.length);
        expect(outcome(new Trickle(broken, steps), 'all')).toStrictEqual(outcome(Buffer.from(broken), 'all'));
      }),
      { numRuns: 800 },
    );
  });

  it('finds the same places', () => {
    fc.assert(
      fc.property(json, select, sizes, fc.nat(), (text, choice, steps, seed) => {
        const { places } = surveyed(text);
        const document = readJson(new Trickle(text, steps), choice);
        const pointers = [...places.keys()];
        for (let nth = 0; nth < pointers.length; nth++) {
          const pointer = pointers[(nth * 7919 + seed) % pointers.length]!;
          expect(document.locate(pointer)).toEqual(places.get(pointer));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('grows for what is wanted, however long, and for keys of any length and number', () => {
    const long = 'x"\\→'.repeat(60_000);
    const value = {
      small: [1],
      [long]: { [`${long}2`]: long },
      many: Object.fromEntries(
        Array.from({ length: 20_000 }, (_, nth) => [`k${nth}`, [{ k1: nth, [`é${nth}`]: long.slice(0, 40) }]]),
      ),
      after: [{ type: 'a', long }, { type: 'b' }],
    };
    const text = JSON.stringify(value);
    expect(readJson(Buffer.from(text)).value).toEqual(value);
    const document = readJson(Buffer.from(text), {
      members: { after: { items: (peek) => (peek.string('type') === 'b' ? 'all' : 'none') } },
      rest: 'none',
    });
    expect(document.value).toEqual({ after: [{ type: 'b' }] });
    expect(text.slice(document.locate('/after/1')!.column - 1)).toBe('{"type":"b"}]}');
    const twice = outcome(Buffer.from(`{"k":${text},"k":1}`), 'none');
    expect(twice).toMatchObject({ message: expect.stringContaining('the key "k" occurs twice in this object') });
  });

  it('is that of one document at a time, whoever else is being looked into', () => {
    const one = readJson(Buffer.from('{"a":[{"b":1}]}'));
    const other = readJson(Buffer.from('   {"a":[{"b":2}]}'));
    for (let turn = 0; turn < 3; turn++) {
      expect(one.locate('/a/0/b')?.offset).toBe(7);
      expect(other.locate('/a/0/b')?.offset).toBe(10);
    }
    const nested = readJson(Buffer.from('[{"x":"1"},{"x":"2"}]'), {
      items: (peek) => {
        expect(other.locate('/a/0')?.offset).toBe(9);
        expect(readJson(Buffer.from('[[[true]]]')).value).toEqual([[[true]]]);
        return peek.string('x') === '2' ? 'all' : 'none';
      },
    });
    expect(nested.value).toEqual([{ x: '2' }]);
  });

  it('keeps no document alive that nobody looks into', async () => {
    const sources: WeakRef<Source>[] = [];
    for (let nth = 0; nth < 20; nth++) {
      const source = new MemorySource(Buffer.from('[1,1,1,1,1,1]'));
      readJson(source, 'none').locate('/5');
      sources.push(new WeakRef(source));
    }
    // A WeakRef holds what it points to until the task that made it ends.
    await new Promise((done) => setImmediate(done));
    collectGarbage();
    const alive = sources.filter((source) => source.deref() !== undefined);
    expect(alive.length, 'at most the document that was looked into last').toBeLessThanOrEqual(1);
  });

  it('is in order again after a fault', () => {
    for (const broken of ['{"a":{"b":[{"c":', '[{"a":1,"a":2}]', '"\\x"', '[tru', '[[[[']) {
      expect(outcome(Buffer.from(broken), 'all')).toHaveProperty('message');
      expect(readJson(Buffer.from('{"a":{"b":[{"c":1}]}}')).value).toEqual({ a: { b: [{ c: 1 }] } });
    }
  });
});
