import { DAWN_OPTIONS } from '../../scripts/vulkanEnvironment.mjs';
import { requestDevice } from '../../src/networks/webgpuDevice.ts';

/** Dawn lives as long as this is referenced. */
let gpu: GPU | undefined;

/** A device through Dawn in Node; vitest.config.ts chooses the driver. */
export async function testDevice(): Promise<GPUDevice> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  gpu ??= create(DAWN_OPTIONS);
  const { device } = await requestDevice(gpu);
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
