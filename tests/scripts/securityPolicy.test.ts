import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  devHeader,
  headersFile,
  isWorkerScript,
  PAGE_HEADER,
  PAGE_META,
  WORKER_HEADER,
} from '../../scripts/securityPolicy.ts';

describe('the policy', () => {
  it('lets nothing inline run, and evaluates nothing but WebAssembly in workers', () => {
    for (const policy of [PAGE_META, PAGE_HEADER, WORKER_HEADER]) {
      expect(policy).toMatch(/^default-src 'none';/);
      expect(policy).not.toMatch(/unsafe-(inline|eval|hashes)(?<!wasm-unsafe-eval)/);
    }
    expect(PAGE_HEADER).not.toContain('wasm');
    expect(devHeader('abc')).toContain("script-src 'self' 'nonce-abc'");
  });

  it('lets the page itself reach its own host only', () => {
    expect(/connect-src ([^;]*)/.exec(PAGE_HEADER)?.[1]).toBe("'self' data: blob:");
    expect(PAGE_HEADER).not.toContain('https:');
  });

  it('says in the page what a page may say: frames are for the header', () => {
    expect(PAGE_META).not.toContain('frame-ancestors');
    expect(PAGE_HEADER).toBe(`${PAGE_META}; frame-ancestors 'none'`);
  });

  it('is written for hosts as it is sent here', () => {
    const hosting = readFileSync(new URL('../../docs/hosting.md', import.meta.url), 'utf8');
    for (const policy of [PAGE_HEADER, WORKER_HEADER]) {
      expect(hosting).toContain(`Content-Security-Policy: ${policy}\n`);
      expect(headersFile()).toContain(`  Content-Security-Policy: ${policy}\n`);
    }
  });
});

it.each<[string, boolean]>([
  ['/assets/worker-CV5KWTnU.js', true],
  ['/app/assets/importWorker-C_3Z7cgW.js', true],
  ['/src/runtime/worker.ts?worker_file&type=module', true],
  ['/assets/index-jzSFTOfw.js', false],
  ['/?x=/assets/worker-a.js.html', false],
  ['/index.html', false],
])('worker scripts have their own: %s', (url, own) => {
  expect(isWorkerScript(url)).toBe(own);
});
