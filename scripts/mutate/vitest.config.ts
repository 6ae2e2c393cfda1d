import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { mutantsOf } from './mutants.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shim = fileURLToPath(new URL('vitest-shim.ts', import.meta.url));
/** What runs tests has the real one. */
const RUNNING = /\/scripts\/mutate\/(?:session|vitest-shim)\.ts/;
/** What keeps answers forgets them when another mutant is switched on: they were those of the code as it was. */
const FORGETTING: ReadonlyMap<string, (code: string) => string> = new Map([
  [
    'src/base/memo.ts',
    (code) =>
      code
        .replace('const answers = new WeakMap<K, T>()', 'let [answers, of_] = [new WeakMap(), EPOCH]')
        .replace('const known = answers.get(of);', 'if (of_ !== EPOCH) [answers, of_] = [new WeakMap(), EPOCH];\n$&'),
  ],
  [
    'test/rules/load-scene.ts',
    (code) =>
      code.replace('last?.scene !== scene', 'last?.epoch !== EPOCH || $&').replace('last = {', '$& epoch: EPOCH,'),
  ],
]);
/** How many mutants are before those of each file. */
const targets = new Map(JSON.parse(process.env.MUTATED ?? '[]') as readonly [string, number][]);

/** The mutated files with all their mutants in them, and tests that can be run more than once. */
export default defineConfig({
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      resolveId: (source, importer) => (source === 'vitest' && !RUNNING.test(importer ?? '') ? shim : null),
      load: (id) => {
        const forgetting = FORGETTING.get(relative(root, id));
        if (forgetting) return forgetting(readFileSync(id, 'utf8'));
        const before = targets.get(id);
        return before === undefined ? null : mutantsOf(id, readFileSync(id, 'utf8'), before).code;
      },
    },
  ],
  resolve: { alias: { 'real-vitest': 'vitest' } },
  test: {
    include: ['scripts/mutate/session.ts'],
    maxWorkers: 1,
    testTimeout: 24 * 3_600_000,
    execArgv: ['--max-semi-space-size=32'],
  },
});
