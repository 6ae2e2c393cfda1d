import { defineConfig } from 'vitest/config';

/** Tests of what other tools make of vpce-lint: they need Python, Go and the package registries, and minutes. */
export default defineConfig({
  test: {
    include: ['test/integrations/*.integration.ts'],
    globalSetup: 'test/integrations/support/setup.ts',
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Most of them wait for installers.
    fileParallelism: true,
    maxWorkers: 2,
  },
});
