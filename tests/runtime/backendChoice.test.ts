import { afterEach, expect, it, vi } from 'vitest';

import { chooseBackend } from '../../src/runtime/backendChoice.ts';

vi.mock('../../src/networks/tf.ts', () => ({
  startBackend: (name: string) =>
    name === 'wasm'
      ? Promise.resolve({ name, adapter: null, device: null })
      : Promise.reject(new Error('the driver refused')),
}));

afterEach(() => vi.unstubAllGlobals());

const REAL = { vendor: 'acme', architecture: 'one', description: '' };

it.each([
  ['there is no WebGPU', {}, /no WebGPU/],
  ['there is no adapter', { gpu: { requestAdapter: () => Promise.resolve(null) } }, /no graphics adapter/],
  [
    'the adapter is a software one',
    { gpu: { requestAdapter: () => Promise.resolve({ info: { ...REAL, architecture: 'swiftshader' } }) } },
    /software/,
  ],
  [
    'the driver refuses',
    { gpu: { requestAdapter: () => Promise.resolve({ info: REAL }) } },
    /the driver refused/,
  ],
  [
    'asking for an adapter fails',
    { gpu: { requestAdapter: () => Promise.reject(new Error('crashed')) } },
    /crashed/,
  ],
  ['the adapter tells nothing of itself', { gpu: { requestAdapter: () => Promise.resolve({}) } }, /./],
])('takes WASM and says why where %s', async (_, navigator, why) => {
  vi.stubGlobal('navigator', navigator);
  const { report } = await chooseBackend('auto', '/wasm/');
  expect(report.backend).toBe('wasm');
  expect(report.reason).toMatch(why);
});
