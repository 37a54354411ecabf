import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBytes } from '../../src/checkpoint/bytes.ts';
import { inferVqgan } from '../../src/checkpoint/infer/inferVqgan.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { loadWebGpuDecoder } from '../../src/engine/webgpu/vqgan/decoder.ts';
import { goldenJson, haveGoldens } from '../goldenFolder.ts';
import { floats, interleave, largestDifference } from '../goldens/goldenModel.ts';
import { readGolden } from '../goldens/setup.ts';
import { testDevice } from './device.ts';

interface File {
  readonly file: string;
}
interface Case {
  readonly indices: number[][];
  readonly decoded?: File;
  readonly decoded_logits_row0?: File;
}

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

describe.skipIf(!haveGoldens)('decoder on WebGPU against the reference', () => {
  it.each([
    ['vqgan', 'vqgan.zip.ckpt'],
    ['segvqgan', 'segvqgan.legacy.ckpt'],
    ['depthvqgan', 'depthvqgan.zip.ckpt'],
  ])('%s decodes its indices', async (folder, checkpoint) => {
    const { source } = await openTensors(memoryBytes(await readGolden(`${folder}/${checkpoint}`)));
    const { architecture } = await inferVqgan(source, '');
    const decoder = await loadWebGpuDecoder(device, source, architecture, { format: 'f32' });
    for (const one of goldenJson<{ cases: Case[] }>(`${folder}/case.json`).cases) {
      const [height, width] = [one.indices.length, one.indices[0].length];
      const tokens = Int32Array.from(one.indices.flat());
      const picture = await decoder.decode({ height, width, tokens });
      const golden = one.decoded ?? one.decoded_logits_row0!;
      const expected = interleave(floats(await readGolden(`${folder}/${golden.file}`)), picture.channels);
      // The goldens' bound for CPUs, fifty times tighter than what they grant a GPU.
      const got = picture.values.subarray(0, expected.length);
      expect(largestDifference(got, expected)).toBeLessThan(2e-5);
    }
    decoder.dispose();
  });
});
