import { defineConfig } from 'vitest/config';
import { vulkanEnvironment } from './scripts/vulkanEnvironment.mjs';

// The workers are processes that start with this one's environment; WebGPU in Node needs it from the start.
Object.assign(process.env, vulkanEnvironment(process.env.CHROMIUM_PATH));

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // Two workers at most: the test machine has two cores, and several suites compile WASM.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
