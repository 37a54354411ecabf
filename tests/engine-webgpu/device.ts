import { nodeGpu } from '../../cli/io/nodeGpu.ts';
import { chooseLaneForm } from '../../src/engine/webgpu/laneChoice.ts';
import type { LaneForm } from '../../src/engine/webgpu/wgsl/lanes.ts';
import { requestDevice } from '../../src/networks/webgpuDevice.ts';

/** WebGPU as the commands have it. */
export const testGpu = nodeGpu;

/** A device through Dawn in Node; vitest.config.ts chooses the driver. */
export async function testDevice(): Promise<GPUDevice> {
  const { device } = await requestDevice(await testGpu());
  // LANES=subgroups and LANES=memory run every test in that form.
  const { LANES } = process.env;
  if (LANES === 'memory' || LANES === 'subgroups') chooseLaneForm(device, LANES);
  return device;
}

/** How lanes may join their values on this device. */
export function laneForms(device: GPUDevice): LaneForm[] {
  return device.features.has('subgroups') ? ['memory', 'subgroups'] : ['memory'];
}

/** Repeatable numbers in (-1, 1). */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
