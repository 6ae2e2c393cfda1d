import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { mutantsOf } from './mutants.mjs';

const shim = fileURLToPath(new URL('vitest-shim.ts', import.meta.url));
/** How many mutants are before those of each file. */
const targets = new Map(JSON.parse(process.env.MUTATED ?? '[]') as readonly [string, number][]);

/** The mutated files with all their mutants in them, and tests that can be run more than once. */
export default defineConfig({
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      resolveId: (source, importer) => (source === 'vitest' && !importer?.includes('/scripts/mutate/') ? shim : null),
      load: (id) => {
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
