import { randomBytes } from 'node:crypto';

import { expect, it } from 'vitest';

import { chunkFileNames, shellSizes } from '../../scripts/budgetPlugin.ts';
import { shellFiles } from '../../scripts/offlinePlugin.ts';
import { fetchedAtOnce } from '../../scripts/siteFiles.ts';

const SITE = {
  'index.html': '<script src="./theme.js"></script><script src="./assets/index-aaaaaaaa.js"></script>',
  'theme.js': '',
  'assets/index-aaaaaaaa.js':
    'import{a}from"./base-bbbbbbbb.js";new Worker(new URL("worker-cccccccc.js",""));import("./de-dddddddd.js")',
  'assets/base-bbbbbbbb.js': '',
  'assets/worker-cccccccc.js': 'import{t}from"./tfjs-dist-eeeeeeee.js";',
  'assets/tfjs-dist-eeeeeeee.js': '',
  'assets/de-dddddddd.js': '',
  'assets/bench-ffffffff.js': '',
  'bench/index.html': '<script src="../assets/bench-ffffffff.js"></script>',
  'models/index.json': '{}',
  'models/landscapes/transformer-001.safetensors': '',
  'runs/coast.png': '',
  'layouts/coast.png': '',
  'wasm/tfjs-backend-wasm-simd.wasm': '',
  'wasm/tfjs-backend-wasm.wasm': '',
  'sw.js': '',
  _headers: '',
};
const files = (changes: Record<string, string> = {}) => new Map(Object.entries({ ...SITE, ...changes }));

it('keeps at once what the page can come to need, and no weights', () => {
  const { core, others } = shellFiles(files());
  expect([...core].sort()).toEqual(
    [
      '',
      'theme.js',
      'assets/index-aaaaaaaa.js',
      'assets/base-bbbbbbbb.js',
      'assets/worker-cccccccc.js',
      'assets/tfjs-dist-eeeeeeee.js',
      'assets/de-dddddddd.js',
      'layouts/coast.png',
      'wasm/tfjs-backend-wasm-simd.wasm',
    ].sort(),
  );
  expect(others).toEqual(['runs/coast.png', 'wasm/tfjs-backend-wasm.wasm']);
});

it('has another version when any kept file is another, and only then', () => {
  const { version } = shellFiles(files());
  expect(shellFiles(files({ 'layouts/coast.png': 'repainted' })).version).not.toBe(version);
  expect(shellFiles(files({ 'models/index.json': '{"models":[]}' })).version).toBe(version);
});

it('counts what opening the page fetches, without tfjs and without what comes later', () => {
  expect([...fetchedAtOnce(files(), 'index.html')].sort()).toEqual(
    [
      'index.html',
      'theme.js',
      'assets/index-aaaaaaaa.js',
      'assets/base-bbbbbbbb.js',
      'assets/worker-cccccccc.js',
      'assets/tfjs-dist-eeeeeeee.js',
    ].sort(),
  );
  const noise = randomBytes(50_000).toString('base64');
  const sum = (changes: Record<string, string>) =>
    [...shellSizes(files(changes), 'index.html').values()].reduce((total, bytes) => total + bytes, 0);
  expect(sum({ 'assets/base-bbbbbbbb.js': noise }) - sum({})).toBeGreaterThan(40_000);
  expect(sum({ 'assets/de-dddddddd.js': noise, 'assets/tfjs-dist-eeeeeeee.js': noise })).toBe(sum({}));
});

it('tells tfjs apart by the names of its chunks', () => {
  expect(chunkFileNames({ moduleIds: ['/x/node_modules/@tensorflow/tfjs-core/dist/index.js'] })).toMatch(
    /^assets\/tfjs-/,
  );
  expect(chunkFileNames({ moduleIds: ['/x/src/core/draw.ts'] })).toBe('assets/[name]-[hash].js');
});
