import { afterAll, beforeAll, expect, it } from 'vitest';
import { selfTest } from '../../src/engine/webgpu/selfTest.ts';
import { testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

it.each(['f32', 'f16', 'int8'] as const)('finds every kernel right on this device, %s', async (format) => {
  const checks = await selfTest(device, format);
  expect(checks.length).toBe(14);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});

it('names the kernels of a driver that miscompiles', async () => {
  const wrong = new Proxy(device, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key === 'createShaderModule') {
        // A driver that gets exp wrong: only kernels with a softmax can notice.
        return (descriptor: GPUShaderModuleDescriptor) =>
          target.createShaderModule({ ...descriptor, code: descriptor.code.replaceAll('exp(', 'exp2(') });
      }
      return typeof value === 'function' ? (value as () => void).bind(target) : value;
    },
  });
  await expect(selfTest(wrong)).rejects.toMatchObject({
    code: 'gpu-kernels-wrong',
    message:
      'this graphics driver computes wrong results in: attention, attention merge, attention tile, draw',
  });
});
