// The browser of the tests: CHROMIUM_PATH, Debian's, Playwright's own; installed when there is none.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { chromium } from 'playwright';

function found() {
  const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path));
}

function run(command, args) {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Path of a Chromium, installing one if need be (apt as root on Debian, else Playwright's download). */
export function findChromium() {
  const here = found();
  if (here) return here;
  console.log('No Chromium found: installing one for the tests.');
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', 'chromium']);
  } else {
    run('npx', ['playwright', 'install', 'chromium']);
  }
  const installed = found();
  if (!installed)
    throw new Error('Chromium could not be installed; set CHROMIUM_PATH to a Chromium or Chrome.');
  return installed;
}

/** Flags of field-notes B.5: full Chromium in new headless mode, software WebGPU, no chatter to the network. */
export const CHROMIUM_ARGS = [
  '--headless=new',
  '--enable-unsafe-webgpu',
  // Without it the software adapter compiles each kernel about ten times as long (docs/performance.md).
  '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
