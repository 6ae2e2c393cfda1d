import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left alone, Vitest keeps one processor free: on a machine with two that doubles the time.
    maxWorkers: '100%',
    // Modules are loaded once for each worker instead of once for each file: no test changes what is global.
    isolate: false,
    // Networks are made and dropped by the thousand: a young generation of this size halves what collecting them costs.
    execArgv: ['--max-semi-space-size=64'],
    experimental: { fsModuleCache: true },
  },
});
