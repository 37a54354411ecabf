import { type ChildProcess, spawn } from 'node:child_process';

import { chromium, type Page } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from '../../scripts/findChromium.mjs';

interface BuiltPageOptions {
  /** Folder of `npx vite build`. */
  readonly dist: string;
  readonly port: string;
  /** What follows the site's root: query and hash. */
  readonly address: string;
  /** Variables of the server. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called before the page is asked for: scripts of its own, routes. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** Serves the built page and does something in it, in headless Chromium. */
export async function onBuiltPage<T>(options: BuiltPageOptions, act: (page: Page) => Promise<T>): Promise<T> {
  const server = spawn('npx', ['vite', 'preview', '--outDir', options.dist], {
    env: { ...process.env, ...options.env, PORT: options.port },
    stdio: 'ignore',
    detached: true,
  });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: CHROMIUM_ARGS,
    headless: false,
  });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    // tsx names functions by a helper that the page does not have.
    await page.addInitScript('globalThis.__name ??= (one) => one;');
    await options.prepare?.(page);
    await open(page, server, options);
    return await act(page);
  } finally {
    await browser.close();
    if (server.pid && server.exitCode === null) process.kill(-server.pid);
  }
}

async function open(page: Page, server: ChildProcess, { port, address }: BuiltPageOptions): Promise<void> {
  for (let tries = 0; ; tries++) {
    if (server.exitCode !== null) throw new Error(`port ${port} is taken, or nothing can be served there`);
    const answer = await page.goto(`http://localhost:${port}/${address}`).catch(() => null);
    if (answer?.ok()) break;
    if (tries > 60) throw new Error('the page is not served; build it first');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Waits until Generate can be pressed. */
export async function generateIsOffered(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('button')].some(
        (one) => one.textContent?.trim() === 'Generate' && !one.disabled,
      ),
    undefined,
    { timeout: 120_000 },
  );
}
