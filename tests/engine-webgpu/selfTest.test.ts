import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseLaneForm, laneFormOf } from '../../src/engine/webgpu/laneChoice.ts';
import { selfTest } from '../../src/engine/webgpu/selfTest.ts';
import { laneForms, testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

it.each(['f32', 'f16', 'int8'] as const)('finds every kernel right on this device, %s', async (format) => {
  // How lanes join has nothing to do with the format.
  for (const form of format === 'f16' ? laneForms(device) : [laneFormOf(device)]) {
    chooseLaneForm(device, form);
    const checks = await selfTest(device, format);
    expect(checks.length).toBe(14);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(laneFormOf(device)).toBe(form);
  }
});

/** The device with a driver that compiles other code than it was given. */
function miscompiling(change: (code: string) => string): GPUDevice {
  return new Proxy(device, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key === 'createShaderModule') {
        return (descriptor: GPUShaderModuleDescriptor) =>
          target.createShaderModule({ ...descriptor, code: change(descriptor.code) });
      }
      return typeof value === 'function' ? (value as () => void).bind(target) : value;
    },
  });
}

it.each([
  [
    'exchanges wrong values',
    (code: string) => code.replaceAll('subgroupShuffleXor(value', '2 * subgroupShuffleXor(value'),
  ],
  ['does not know them', (code: string) => code.replace('enable subgroups;', '')],
])('does without subgroups where the driver %s', async (_, change) => {
  if (!device.features.has('subgroups')) return;
  const wrong = miscompiling(change);
  chooseLaneForm(wrong, 'subgroups');
  // What the driver refuses is asked for, and ends no run later.
  device.pushErrorScope('validation');
  expect((await selfTest(wrong)).every(({ ok }) => ok)).toBe(true);
  expect(await device.popErrorScope()).toBe(null);
  expect(laneFormOf(wrong)).toBe('memory');
});

it('names the kernels of a driver that miscompiles', async () => {
  // It gets exp wrong: only kernels with a softmax can notice.
  const wrong = miscompiling((code) => code.replaceAll('exp(', 'exp2('));
  await expect(selfTest(wrong)).rejects.toMatchObject({
    code: 'gpu-kernels-wrong',
    message:
      'this graphics driver computes wrong results in: attention, attention merge, attention tile, draw',
  });
});
