import { expect, it } from 'vitest';
import { isOwnScript } from '../../../src/studio/session/trustedScripts.ts';

const PAGE = 'https://tessera.example/app/';

it.each<[string, boolean]>([
  ['assets/worker-1.js', true],
  ['https://tessera.example/other/worker.js', true],
  ['https://evil.example/worker.js', false],
  ['//evil.example/worker.js', false],
  ['data:text/javascript,1', false],
  ['blob:https://tessera.example/1', false],
  ['javascript:alert(1)', false],
])('vouches for files of this site alone: %s', (url, own) => {
  expect(isOwnScript(url, PAGE)).toBe(own);
});
