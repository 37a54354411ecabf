import type { LaneForm } from './wgsl/lanes.ts';

const chosen = new WeakMap<GPUDevice, LaneForm>();

/**
 * Lanes that a subgroup must be able to have: a result is joined from as many parts as subgroups share it. With the four
 * of a software adapter a token took a tenth to a quarter longer than by workgroup memory alone (docs/performance.md).
 */
const USEFUL_LANES = 8;

/** How lanes join their values on this device: inside subgroups where it has large ones, unless they were found wrong. */
export function laneFormOf(device: GPUDevice): LaneForm {
  const form = chosen.get(device);
  if (form !== undefined) return form;
  // Browsers that do not tell it leave it out or say 128.
  const info: Partial<GPUAdapterInfo> | undefined = device.adapterInfo;
  const { subgroupMaxSize = 128 } = info ?? {};
  return device.features.has('subgroups') && subgroupMaxSize >= USEFUL_LANES ? 'subgroups' : 'memory';
}

/** Chooses for everything that is compiled on this device from now on. */
export function chooseLaneForm(device: GPUDevice, form: LaneForm): void {
  chosen.set(device, form);
}
