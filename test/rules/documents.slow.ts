/** The promises on documents that real tools wrote: every rule, every subject. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadFiles } from '../../src/loaders/index.ts';
import type { Network } from '../../src/model/index.ts';
import { inWords, judge, rules } from './judge.ts';
import { reordered } from './load-scene.ts';
import { brokenPromisesOfAll } from './promise.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

interface Document {
  readonly path: string;
  readonly document: unknown;
}

/** Each plan and state by itself; a folder of describe output together. */
function inputs(): (readonly [name: string, documents: readonly Document[]])[] {
  const read = (path: string): Document => ({ path, document: JSON.parse(readFileSync(join(fixtures, path), 'utf8')) });
  const within = (folder: string) =>
    readdirSync(join(fixtures, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name).replaceAll('\\', '/'))
      .filter((name) => /\.(json|tfstate)$/.test(name) && !/\.tf\.json$/.test(name))
      .sort();
  const stacks = [...within('terraform'), ...within('quickstart')]
    .map((name) => [name, [read(name)]] as const)
    .filter(([, [one]]) => isStack(one!.document));
  const exports = readdirSync(join(fixtures, 'describe'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'real')
    .map(({ name }) => [`describe/${name}`, within(`describe/${name}`).map(read)] as const);
  return [...stacks, ...exports];
}

function isStack(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'terraform_version' in document;
}

function networkOf(documents: readonly Document[]): Network | undefined {
  const files = documents.map(({ path, document }) => ({
    path,
    bytes: new TextEncoder().encode(JSON.stringify(document)),
  }));
  return loadFiles(files).pictures[0]?.network;
}

/** So many things are made unknown one by one, from the whole length of the list. */
const MOST = 10;

function spread(things: readonly string[]): string[] {
  const step = Math.max(1, Math.ceil(things.length / MOST));
  return things.filter((_, i) => i % step === 0);
}

const all = inputs();

test('there are some of each kind', () => {
  expect(all.filter(([name]) => name.startsWith('terraform/')).length).toBeGreaterThan(10);
  expect(all.filter(([name]) => name.startsWith('describe/')).length).toBeGreaterThan(3);
});

describe.each(all)('%s', (_, documents) => {
  const net = networkOf(documents);

  test.skipIf(!net)('unknown is never a pass and never an alarm', () => {
    for (const rule of rules) expect(brokenPromisesOfAll(rule, net!, spread), rule.id).toEqual([]);
  });

  test.skipIf(!net)('order changes nothing', () => {
    const other = networkOf(reordered(documents.map((each) => ({ ...each }))))!;
    for (const rule of rules) {
      // Of several things that are missing the first may be named.
      const said = (of: Network) =>
        Object.fromEntries(
          [...judge(rule, of)].map(([key, it]) => [key, it.verdict === 'fail' ? inWords(it) : it.verdict]).sort(),
        );
      expect(said(other), rule.id).toEqual(said(net!));
    }
  });
});
