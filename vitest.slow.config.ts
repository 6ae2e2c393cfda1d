import { defineConfig } from 'vitest/config';

/** Tests that take longer than one waits for at every change: `.ci/run` runs them, and `npm run test:slow`. */
export default defineConfig({
  test: {
    include: ['test/**/*.slow.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    execArgv: ['--max-semi-space-size=64'],
  },
});
