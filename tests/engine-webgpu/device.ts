import { nodeGpu } from '../../cli/io/nodeGpu.ts';
import { requestDevice } from '../../src/networks/webgpuDevice.ts';

/** WebGPU as the commands have it. */
export const testGpu = nodeGpu;

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
