import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left alone, Vitest keeps one processor free: on a machine with two that doubles the time.
    maxWorkers: '100%',
  },
});
