import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonDocument, readJson, type Select } from '../../../src/text/json/index.ts';
import { Machine } from '../../../src/text/json/machine.ts';
import { MemorySource } from '../../../src/text/json/memory-source.ts';
import { Places } from '../../../src/text/json/places.ts';
import { Scanner } from '../../../src/text/json/scan.ts';
import { Walk } from '../../../src/text/json/walk.ts';
import { json, select } from './arbitrary.ts';
import { pruned } from './reference.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

describe('equal to JSON.parse', () => {
  it('on documents of every notation', () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(readJson(Buffer.from(text)).value).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('on parts of them, with the pointers of these parts', () => {
    fc.assert(
      fc.property(json, select, (text, choice) => {
        const expected = pruned(JSON.parse(text), choice);
        const document = readJson(Buffer.from(text), choice);
        expect(document.value).toStrictEqual(expected.value);
        const compare = (actual: unknown, reference: unknown) => {
          if (typeof actual !== 'object' || actual === null) return;
          expect(document.pointerOf(actual)).toBe(expected.pointers.get(reference));
          for (const key of Object.keys(actual)) {
            compare((actual as Record<string, unknown>)[key], (reference as Record<string, unknown>)[key]);
          }
        };
        compare(document.value, expected.value);
      }),
      { numRuns: 500 },
    );
  });

  it('on parts too large for one slice', () => {
    fc.assert(
      fc.property(json, select, fc.integer({ min: 0, max: 60 }), (text, choice, largest) => {
        const value = Machine.use((machine) => {
          const scanner = new Scanner(new MemorySource(Buffer.from(text)), machine, 512);
          scanner.start();
          const read = new Walk(scanner, new Places(), largest).readDocument(choice);
          scanner.end();
          return read;
        });
        expect(value).toStrictEqual(pruned(JSON.parse(text), choice).value);
      }),
      { numRuns: 200 },
    );
  });

  it.each(
    readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.(json|tfstate)(\.gz)?$/.test(name) && !name.includes('broken'),
    ),
  )('on %s', (name) => {
    const file = readFileSync(fixtures + name);
    const bytes = name.endsWith('.gz') ? gunzipSync(file) : file;
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    expect(readJson(bytes).value).toStrictEqual(value);
    const wanted: Select = { members: {}, rest: { items: (peek) => (peek.string('type') ? 'all' : 'none') } };
    expect(readJson(bytes, wanted).value).toStrictEqual(pruned(value, wanted).value);
  });

  it('on values that nothing surrounds', () => {
    for (const text of ['1', '-0', ' "a" ', 'null', '[]', '{}', '"\\ud800"', '[[]]', '1e999']) {
      expect(readJson(Buffer.from(text)).value).toStrictEqual(JSON.parse(text));
    }
  });

  it('on a part of a larger buffer', () => {
    const bytes = Buffer.from('xx{"a":[1,"é"]}yy');
    expect(readJson(bytes.subarray(2, -2)).value).toStrictEqual({ a: [1, 'é'] });
    expect(readJson(new Uint8Array(bytes).subarray(2, -2)).value).toStrictEqual({ a: [1, 'é'] });
  });
});

describe('a selection', () => {
  const plan = Buffer.from(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: [
        { address: 'a', mode: 'managed', type: 'aws_vpc', change: { after: { type: 'x' } } },
        { address: 'b', mode: 'data', type: 'aws_iam_policy', change: { after: {} } },
        { address: 'c', mode: 'managed', type: 'aws_vpc', change: { after: { tags: {} } } },
      ],
      prior_state: {
        values: { root_module: { resources: [], child_modules: [{ resources: [{ type: 'aws_vpc' }] }] } },
      },
      complete: true,
    }),
  );

  it('leaves out what it does not name, and counts it in pointers', () => {
    const document = readJson(plan, {
      members: {
        resource_changes: { items: (peek) => (peek.string('type') === 'aws_vpc' ? 'all' : 'none') },
        complete: 'all',
      },
    });
    const value = document.value as { resource_changes: { change: object }[] };
    expect(Object.keys(value)).toEqual(['resource_changes', 'complete']);
    expect(value.resource_changes.map((each) => document.pointerOf(each))).toEqual([
      '/resource_changes/0',
      '/resource_changes/2',
    ]);
    expect(document.pointerOf(value)).toBe('');
    expect(document.pointerOf(value.resource_changes)).toBe('/resource_changes');
    expect(document.pointerOf(value.resource_changes[0]!.change)).toBeUndefined();
    expect(document.pointerOf({})).toBeUndefined();
  });

  it('puts elements off until the others are known, and leaves them out if nobody wants them', () => {
    const read = (wanted: string) =>
      readJson(plan, {
        members: {
          resource_changes: {
            items: (peek) => (peek.string('type') === 'aws_vpc' ? 'later' : 'all'),
            later: (kept) => kept.some((each) => (each as { address: string }).address === wanted),
          },
        },
      });
    const addresses = ({ value }: JsonDocument) =>
      (value as { resource_changes: { address: string }[] }).resource_changes.map(({ address }) => address);
    expect(addresses(read('nobody'))).toEqual(['b']);
    const document = read('b');
    expect(addresses(document)).toEqual(['b', 'a', 'c']);
    const { resource_changes: changes } = document.value as { resource_changes: object[] };
    expect(changes.map((each) => document.pointerOf(each))).toEqual([1, 0, 2].map((at) => `/resource_changes/${at}`));
    expect(document.locate('/resource_changes/2')).toEqual(readJson(plan).locate('/resource_changes/2'));
  });

  it('takes parts out of elements that it keeps completely, each once', () => {
    const thinned: unknown[] = [];
    const { value } = readJson(plan, {
      members: {
        resource_changes: {
          items: (peek) => (peek.string('type') === 'aws_vpc' ? 'all' : 'none'),
          thin: (each) => {
            thinned.push(each);
            (each as { type?: string | undefined }).type = undefined;
          },
        },
      },
    });
    const { resource_changes: changes } = value as { resource_changes: { address: string; type?: string }[] };
    expect(changes.map(({ address, type }) => [address, type])).toEqual([
      ['a', undefined],
      ['c', undefined],
    ]);
    expect(thinned).toEqual(changes);
  });

  it('knows the pointer of an element, no matter in which order it is asked', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ i }));
    const document = readJson(new TextEncoder().encode(JSON.stringify({ rows })), {
      members: { rows: { items: 'all' } },
    });
    const values = (document.value as { rows: object[] }).rows;
    for (const i of [0, 1, 199, 3, 70, 140, 139]) expect(document.pointerOf(values[i]!)).toBe(`/rows/${i}`);
  });

  it('may contain itself, for trees of any depth', () => {
    const members: Record<string, Select> = { resources: 'all' };
    const module: Select = { members };
    members.child_modules = { items: module };
    const nested = (depth: number): object =>
      depth === 0 ? { resources: [0] } : { resources: [depth], other: 1, child_modules: [nested(depth - 1)] };
    const text = JSON.stringify(nested(900));
    const { value } = readJson(Buffer.from(text), module, { maxDepth: 2000 });
    expect(JSON.stringify(value)).toBe(text.replaceAll('"other":1,', ''));
  });

  it('is asked with the members that are strings, wherever they stand', () => {
    const asked: unknown[] = [];
    const text = '[{"t\\u0079pe":"\\u0061","n":1,"o":{"x":"y"},"é":"è","s":"z"},7,[],{}, {"type":"b"}]';
    readJson(Buffer.from(text), {
      items: (peek) => {
        const keys = ['s', 'type', 'é', 'n', 'x', 'type'];
        asked.push([peek.index, ...keys.map((key) => peek.string(key))]);
        return 'none';
      },
    });
    expect(asked).toEqual([
      [0, 'z', 'a', 'è', undefined, undefined, 'a'],
      [1, ...Array(6).fill(undefined)],
      [2, ...Array(6).fill(undefined)],
      [3, ...Array(6).fill(undefined)],
      [4, undefined, 'b', undefined, undefined, undefined, 'b'],
    ]);
  });

  it('reads no further for a peek than it is asked', () => {
    const strings = (text: string) =>
      readJson(Buffer.from(text), { items: (peek) => (peek.string('a') ? 'all' : 'none') });
    expect(strings('[{"a":"1","b":[[]]},{"b":{},"a":2},{"b":"","a":"3"}]').value).toEqual([
      { a: '1', b: [[]] },
      { b: '', a: '3' },
    ]);
  });
});
