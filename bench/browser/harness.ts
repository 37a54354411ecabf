import { fileURLToPath } from 'node:url';

import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';

import { CHROMIUM_ARGS, findChromium } from '../../scripts/findChromium.mjs';

interface HarnessOptions {
  /** Asks for the machine's own graphics driver in place of the software adapter. */
  readonly gpu?: boolean;
  /** Cross-origin isolated, as threads of WASM need it. */
  readonly isolated?: boolean;
}

const OWN_DRIVER = ['--headless=new', '--enable-unsafe-webgpu', '--no-sandbox'];
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Does something in an empty page of a headless Chromium that may import this project's modules by their path. The page is not
 * the site's: its policy would refuse the scripts of other runtimes.
 */
export async function inBrowser<T>(options: HarnessOptions, act: (page: Page) => Promise<T>): Promise<T> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    cacheDir: 'test-results/vite-bench',
    logLevel: 'error',
    appType: 'custom',
    optimizeDeps: {
      noDiscovery: true,
      include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'],
    },
    server: { port: 0, hmr: false, watch: null, headers: options.isolated ? ISOLATION : {} },
    plugins: [
      {
        name: 'empty-page',
        configureServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            if (request.url !== '/') return next();
            response.setHeader('content-type', 'text/html');
            if (options.isolated) response.setHeaders(new Map(Object.entries(ISOLATION)));
            response.end('<!doctype html><title>bench</title>');
          });
        },
      },
    ],
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: options.gpu ? OWN_DRIVER : CHROMIUM_ARGS,
    headless: false,
  });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => process.stderr.write(`${message.text()}\n`));
    await page.goto(server.resolvedUrls!.local[0]);
    // tsx names functions by a helper that the page does not have.
    await page.evaluate('globalThis.__name ??= (one) => one;');
    return await act(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
