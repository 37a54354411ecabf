import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // Two workers at most: the test machine has two cores, and several suites compile WASM.
    maxWorkers: 2,
    testTimeout: 120_000,
  },
});
