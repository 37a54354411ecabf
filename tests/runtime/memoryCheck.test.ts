import { describe, expect, it } from 'vitest';

import type { Manifest } from '../../src/checkpoint/manifest.ts';
import { checkModelFits, checkRunFits, type Room } from '../../src/runtime/memoryCheck.ts';
import { folderOf } from '../store/support.ts';
import { PUBLISHED_VQGAN } from '../support/publishedVqgan.ts';

/** Of the size of the published landscape model (reference section 4). */
const MODEL: Manifest = {
  ...folderOf({}).manifest,
  dtype: 'f32',
  imageStage: PUBLISHED_VQGAN,
  transformer: { layers: 24, heads: 16, width: 1024, vocabulary: 1024, blockSize: 512, unmasked: 0 },
};
const large = (layers: number, width: number): Manifest => ({
  ...MODEL,
  transformer: { layers, width, heads: 16, vocabulary: 1024, blockSize: 512, unmasked: 0 },
});

const GPU: Room = { backend: 'webgpu', memoryBytes: null, bindingBytes: 2 ** 30 };
const WASM: Room = { backend: 'wasm', memoryBytes: null, bindingBytes: null };
const refusal = (code: string, message: RegExp, advice: RegExp) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(message) as string,
    advice: expect.stringMatching(advice) as string,
  }) as Error;

describe('a model', () => {
  it('of the published size fits a device and WASM', () => {
    expect(() => checkModelFits(MODEL, GPU)).not.toThrow();
    expect(() => checkModelFits(MODEL, WASM)).not.toThrow();
  });

  it('whose buffer exceeds the device is refused with figures, and int8 as the way out', () => {
    const room = { ...GPU, bindingBytes: 128 * 2 ** 20 };
    expect(() => checkModelFits(large(2, 4096), room)).toThrow(
      refusal('model-too-large', /single buffer of \d+ MB, and this graphics device allows 134 MB/, /int8/),
    );
  });

  it('that WASM cannot address is sent to WebGPU', () => {
    expect(() => checkModelFits(large(48, 1536), WASM)).toThrow(
      refusal(
        'model-too-large',
        /needs about 6\.\d GB while it runs, and WASM can address 4\.3 GB/,
        /WebGPU/,
      ),
    );
  });

  it('beyond the memory of a small machine is refused; int8 asks for a smaller model', () => {
    const room = { ...GPU, memoryBytes: 2 ** 29 };
    expect(() => checkModelFits({ ...MODEL, dtype: 'int8' }, room)).toThrow(
      refusal('model-too-large', /this machine tells of 537 MB/, /smaller model/),
    );
  });
});

describe('a run', () => {
  it('on WASM is refused with figures when its picture does not fit', () => {
    expect(() => checkRunFits(MODEL, { width: 512, height: 512 }, WASM)).not.toThrow();
    expect(() => checkRunFits(MODEL, { width: 4096, height: 4096 }, WASM)).toThrow(
      refusal('picture-too-large', /4096 x 4096 needs about \d+\.\d GB .* 4\.3 GB/, /smaller size/),
    );
  });

  it('on a device is left to the decoder, which cuts it into tiles', () => {
    expect(() => checkRunFits(MODEL, { width: 4096, height: 4096 }, GPU)).not.toThrow();
  });

  it('beyond the memory that a small machine tells of is refused, on either', () => {
    const small = { memoryBytes: 2 ** 31 };
    const size = { width: 1280, height: 832 };
    const told = refusal('picture-too-large', /needs about 3\.\d GB .* tells of 2\.1 GB/, /smaller size/);
    expect(() => checkRunFits(MODEL, size, { ...GPU, ...small })).toThrow(told);
    expect(() => checkRunFits(MODEL, size, { ...WASM, ...small })).toThrow(told);
    expect(() => checkRunFits(MODEL, { width: 256, height: 256 }, { ...GPU, ...small })).not.toThrow();
    expect(() => checkRunFits(MODEL, size, { ...WASM, memoryBytes: 2 ** 33 })).not.toThrow();
  });
});
