import { defineConfig } from 'vitest/config';

/** Tests against a real server: they need Python, and minutes. */
export default defineConfig({
  test: {
    include: ['test/live/**/*.live.ts'],
    globalSetup: 'test/live/support/setup.ts',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One server answers for all, and a machine with two processors has enough to do.
    fileParallelism: false,
  },
});
