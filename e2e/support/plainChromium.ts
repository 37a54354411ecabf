import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, chromium } from 'playwright/test';

import { CHROMIUM_ARGS, findChromium } from '../../scripts/findChromium.mjs';

/**
 * A Chromium as people have it, in which a tab behind another one is hidden: the one of the other tests is told that each
 * of its pages has the focus, and then hides and freezes none.
 */
export async function inPlainChromium(use: (context: BrowserContext) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'tessera-chromium-'));
  const own = ['--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1280,900'];
  const running = spawn(findChromium(), [...CHROMIUM_ARGS, ...own, 'about:blank'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  try {
    const port = await portOf(profile);
    const browser = await chromium.connectOverCDP(`http://localhost:${port}`, { noDefaults: true });
    await use(browser.contexts()[0]);
    await browser.close();
  } finally {
    running.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Chromium writes it down once it listens. */
async function portOf(profile: string): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const told = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    if (told.includes('\n')) return told.split('\n', 1)[0];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Chromium did not start');
}
