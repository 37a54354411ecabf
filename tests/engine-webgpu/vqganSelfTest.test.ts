import { afterAll, beforeAll, expect, it } from 'vitest';
import { preparedKernels } from '../../src/engine/webgpu/vqgan/preparedKernels.ts';
import { encoderProgram } from '../../src/engine/webgpu/vqgan/encoderProgram.ts';
import { PictureKernels } from '../../src/engine/webgpu/vqgan/kernelSet.ts';
import { decoderProgram } from '../../src/engine/webgpu/vqgan/decoderProgram.ts';
import { testPictureKernels } from '../../src/engine/webgpu/vqgan/selfTest.ts';
import { smallVqgan } from '../support/smallVqgan.ts';
import { testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const ARCHITECTURE = smallVqgan({ multipliers: [1, 2], zChannels: 8, embedDim: 8, codes: 8 });

it.each(['f32', 'f16'] as const)(
  'finds every kernel of a decoder right on this device, %s',
  async (format) => {
    const kernels = new PictureKernels(device);
    const checks = await testPictureKernels(device, kernels, decoderProgram(ARCHITECTURE), format);
    expect(checks.map(({ kernel }) => kernel)).toEqual([
      'lookup',
      `convolution-1x1-store-${format}`,
      `convolution-3x3-store-${format}`,
      'group-affine',
      `convolution-3x3-silu-store-${format}`,
      `convolution-3x3-silu-add-${format}`,
      `convolution-1x1-affine-store-${format}`,
      'picture-attention-16',
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
  ['exp', (code: string) => code.replaceAll('exp(', 'exp2('), /silu-store.*silu-add.*picture-attention/],
  ['the epsilon', (code: string) => code.replaceAll('0.000001', '0.1'), /: group-affine$/],
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
  const wrong = preparedKernels(miscompiling(change), decoderProgram(ARCHITECTURE), 'f16');
  await expect(wrong).rejects.toMatchObject({ code: 'gpu-kernels-wrong', message: named });
});

it.each(['f32', 'f16'] as const)(
  'finds every kernel of encoders right on this device, %s',
  async (format) => {
    const kernels = new PictureKernels(device);
    const pixels = encoderProgram({ ...ARCHITECTURE, patch: 2 });
    const checks = await testPictureKernels(device, kernels, pixels, format);
    expect(checks.map(({ kernel }) => kernel)).toEqual([
      'pixels',
      `convolution-3x3-store-${format}`,
      'group-affine',
      `convolution-3x3-silu-store-${format}`,
      `convolution-3x3-silu-add-${format}`,
      `convolution-3x3-down-store-${format}`,
      `convolution-1x1-store-${format}`,
      `convolution-1x1-affine-store-${format}`,
      'picture-attention-16',
      `convolution-1x1-add-${format}`,
      'nearest-code',
    ]);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    const labels = encoderProgram({ ...ARCHITECTURE, segmentation: true, inChannels: 11 });
    const wanted = new Set([`labels-${format}`]);
    const [check, ...others] = await testPictureKernels(device, kernels, labels, format, wanted);
    expect(check).toMatchObject({ kernel: `labels-${format}`, ok: true });
    expect(others).toEqual([]);
  },
);

it.each([
  ['halving', (code: string) => code.replace('top * 2u', 'top * 1u'), /: convolution-3x3-down-store-f32$/],
  ['codes', (code: string) => code.replace('other < distance', 'other > distance'), /: nearest-code$/],
  ['patches', (code: string) => code.replaceAll('row * p + input / p % p', 'row * p'), /: pixels$/],
])('names the kernels of a driver that gets %s wrong', async (_, change, named) => {
  const program = encoderProgram({ ...ARCHITECTURE, patch: 2 });
  const wrong = preparedKernels(miscompiling(change), program, 'f32');
  await expect(wrong).rejects.toMatchObject({ code: 'gpu-kernels-wrong', message: named });
});

it('compiles and tests a kernel once a device', async () => {
  let modules = 0;
  const counted = miscompiling((code) => (modules++, code));
  const first = await preparedKernels(counted, decoderProgram(ARCHITECTURE), 'f32');
  const compiled = modules;
  expect(await preparedKernels(counted, decoderProgram({ ...ARCHITECTURE, codes: 99 }), 'f32')).toBe(first);
  expect(modules).toBe(compiled);
  // What the decoder uses too is not compiled again.
  await preparedKernels(counted, encoderProgram(ARCHITECTURE), 'f32');
  expect(modules - compiled).toBe(3); // pixels, halving, nearest codes
});
