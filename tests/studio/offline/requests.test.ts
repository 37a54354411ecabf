import { expect, it } from 'vitest';

import { answerFor, isHashed } from '../../../src/studio/offline/requests.ts';

const SCOPE = 'https://tessera.example/some/folder/';
const FILES = new Set(['', 'theme.js', 'assets/index-abcd1234.js']);

const ask = (path: string, mode: RequestMode = 'cors', method = 'GET') =>
  answerFor({ url: new URL(path, SCOPE).href, mode, method }, SCOPE, FILES);

it.each<[string, RequestMode, ReturnType<typeof ask>]>([
  ['', 'navigate', 'page'],
  ['?backend=wasm&model=models/tiny/', 'navigate', 'page'],
  ['index.html', 'navigate', 'page'],
  ['bench/', 'navigate', 'other-page'],
  ['../other/', 'navigate', null],
  ['theme.js', 'no-cors', 'file'],
  ['assets/index-abcd1234.js', 'cors', 'file'],
  ['assets/index-99999999.js', 'cors', null],
  ['models/index.json', 'cors', 'network-first'],
  ['models/landscapes/model.json', 'cors', 'network-first'],
  ['models/landscapes/transformer-001.safetensors', 'cors', null],
  ['models/landscapes/codes.png', 'cors', null],
  ['https://elsewhere.example/some/folder/theme.js', 'cors', null],
])('answers %s (%s) from %s', (path, mode, answer) => {
  expect(ask(path, mode)).toBe(answer);
});

it('leaves everything but reading to the browser', () => {
  expect(ask('theme.js', 'cors', 'POST')).toBeNull();
});

it('knows names that hold a hash', () => {
  expect(isHashed('assets/index-T5FjIJXf.js')).toBe(true);
  expect(isHashed('theme.js')).toBe(false);
  expect(isHashed('layouts/mountain-lake.png')).toBe(false);
});
