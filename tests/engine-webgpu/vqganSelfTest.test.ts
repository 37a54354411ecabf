import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VqganArchitecture } from '../../src/core/architecture.ts';
import { preparedKernels } from '../../src/engine/webgpu/vqgan/preparedKernels.ts';
import { PictureKernels } from '../../src/engine/webgpu/vqgan/kernelSet.ts';
import { decoderProgram } from '../../src/engine/webgpu/vqgan/program.ts';
import { testPictureKernels } from '../../src/engine/webgpu/vqgan/selfTest.ts';
import { testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const ARCHITECTURE: VqganArchitecture = {
  type: 'vqgan',
  quantizer: 'vector',
  segmentation: false,
  inChannels: 3,
  outChannels: 3,
  channels: 32,
  multipliers: [1, 2],
  residualBlocks: 1,
  encoderAttention: [false, false],
  decoderAttention: [false, false],
  midAttention: true,
  zChannels: 8,
  embedDim: 8,
  codes: 8,
  patch: 1,
};

it.each(['f32', 'f16'] as const)(
  'finds every kernel of a decoder right on this device, %s',
  async (format) => {
    const kernels = new PictureKernels(device);
    const checks = await testPictureKernels(device, kernels, decoderProgram(ARCHITECTURE), format);
    expect(checks.map(({ kernel }) => kernel)).toEqual([
      'code lookup',
      'group norm',
      `convolution-1x1-store-${format}`,
      `convolution-3x3-store-${format}`,
      `convolution-3x3-silu-store-${format}`,
      `convolution-3x3-silu-add-${format}`,
      `convolution-1x1-affine-store-${format}`,
      'picture attention 64',
      `convolution-1x1-add-${format}`,
      `convolution-3x3-up-store-${format}`,
      `convolution-3x3-silu-picture-${format}-narrow`,
    ]);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  },
);

/** A device whose driver compiles something else than it was given. */
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
  ['exp', (code: string) => code.replaceAll('exp(', 'exp2('), /silu-store.*silu-add.*picture attention/],
  ['the epsilon', (code: string) => code.replaceAll('0.000001', '0.1'), /: group norm$/],
  [
    'doubling',
    (code: string) => code.replaceAll('row >> 1u', 'row >> 2u'),
    /: convolution-3x3-up-store-f16$/,
  ],
  [
    'residuals',
    (code: string) => code.replaceAll('result[at] +=', 'result[at] ='),
    /silu-add-f16, convolution-1x1-add/,
  ],
])('names the kernels of a driver that gets %s wrong', async (_, change, named) => {
  const wrong = preparedKernels(miscompiling(change), ARCHITECTURE, 'f16');
  await expect(wrong).rejects.toMatchObject({ code: 'gpu-kernels-wrong', message: named });
});

it('compiles and tests a set of kernels once a device', async () => {
  const first = await preparedKernels(device, ARCHITECTURE, 'f32');
  expect(await preparedKernels(device, { ...ARCHITECTURE, codes: 99 }, 'f32')).toBe(first);
});
