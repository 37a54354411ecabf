import { DAWN_OPTIONS } from '../../scripts/vulkanEnvironment.mjs';
import { requestDevice } from '../../src/networks/webgpuDevice.ts';

/** Dawn lives as long as this is referenced. */
let gpu: GPU | undefined;

/**
 * Dawn's binding asks for results by setImmediate, again and again without a pause: a whole core, which a software adapter
 * on two of them needs. With a pause the same tests take a quarter less processor time.
 */
const askAfterPause = (ask: (...values: unknown[]) => void, ...values: unknown[]) =>
  setTimeout(ask, 1, ...values);

/** WebGPU in Node, with the globals that browsers have. */
export async function testGpu(): Promise<GPU> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals, { setImmediate: askAfterPause });
  gpu ??= create(DAWN_OPTIONS);
  // tfjs looks for it before it takes a device.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return gpu;
}

/** A device through Dawn in Node; vitest.config.ts chooses the driver. */
export async function testDevice(): Promise<GPUDevice> {
  const { device } = await requestDevice(await testGpu());
  return device;
}

/** Repeatable numbers in (-1, 1). */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
