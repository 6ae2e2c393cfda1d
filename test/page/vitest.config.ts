import { defineConfig } from 'vitest/config';

/** Tests of the HTML report in a real Chromium: `.ci/run` runs them, and `npm run test:page`. */
export default defineConfig({
  test: {
    include: ['test/page/**/*.page.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
