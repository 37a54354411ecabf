import { defineConfig } from 'playwright/test';

import { CHROMIUM_ARGS, findChromium } from './scripts/findChromium.mjs';

// Another port and another build, so that two runs can go side by side.
const PORT = Number(process.env.E2E_PORT ?? 5199);
const HARNESS_PORT = PORT - 1;
const DIST = process.env.E2E_DIST ?? 'dist';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  outputDir: `test-results/e2e-${PORT}`,
  globalSetup: './e2e/globalSetup.ts',
  // The test machine has two cores and a software graphics adapter: one page at a time, and patience.
  workers: 1,
  // A shared machine may stall a page once; what fails twice is wrong. Flaky tests are named in the report.
  retries: process.env.CI ? 1 : 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: `http://localhost:${PORT}/`,
    // `headless: false` because Playwright's own flag starts the headless shell, which has no WebGPU.
    headless: false,
    launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS },
    viewport: { width: 1280, height: 800 },
    // A trace (screenshots and the whole page at every step) doubles the time of the suite, so only what failed gets one.
    trace: 'on-first-retry',
    // A page in a fresh profile would fetch the whole shell a second time for each test; e2e/offline allows it.
    serviceWorkers: 'block',
  },
  webServer: [
    {
      command: `npx vite preview --outDir ${DIST}`,
      // Answers even before a build, unlike the page itself.
      url: `http://localhost:${PORT}/models/index.json`,
      env: { PORT: String(PORT), TESSERA_EXTRA_MODELS: 'test-results/models' },
    },
    {
      command: 'npx vite --config e2e/harness/vite.config.ts',
      url: `http://localhost:${HARNESS_PORT}/`,
      env: { PORT: String(HARNESS_PORT) },
    },
  ],
});
