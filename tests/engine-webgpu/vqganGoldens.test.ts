import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBytes } from '../../src/checkpoint/bytes.ts';
import { inferVqgan } from '../../src/checkpoint/infer/inferVqgan.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { toUnitRange } from '../../src/core/uint8.ts';
import { loadWebGpuDecoder } from '../../src/engine/webgpu/vqgan/decoder.ts';
import { loadWebGpuEncoder } from '../../src/engine/webgpu/vqgan/encoder.ts';
import { goldenJson, haveGoldens } from '../goldenFolder.ts';
import { floats, interleave, largestDifference } from '../goldens/goldenModel.ts';
import { readGolden } from '../goldens/setup.ts';
import { testDevice } from './device.ts';

interface File {
  readonly file: string;
}
interface Case {
  readonly height: number;
  readonly width: number;
  readonly indices: number[][];
  readonly input?: File;
  readonly input_normalised?: File;
  readonly prequant: File;
  readonly decoded?: File;
  readonly decoded_logits_row0?: File;
}

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const CHECKPOINTS = [
  ['vqgan', 'vqgan.zip.ckpt'],
  ['segvqgan', 'segvqgan.legacy.ckpt'],
  ['depthvqgan', 'depthvqgan.zip.ckpt'],
] as const;

describe.skipIf(!haveGoldens)('VQGAN on WebGPU against the reference', () => {
  it.each(CHECKPOINTS)('%s decodes its indices', async (folder, checkpoint) => {
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

  it.each(CHECKPOINTS)('%s encodes to its latents and indices', async (folder, checkpoint) => {
    const { source } = await openTensors(memoryBytes(await readGolden(`${folder}/${checkpoint}`)));
    const { architecture } = await inferVqgan(source, '');
    const encoder = await loadWebGpuEncoder(device, source, architecture);
    const { inChannels, segmentation } = architecture;
    for (const one of goldenJson<{ cases: Case[] }>(`${folder}/case.json`).cases) {
      const { height, width } = one;
      const read = ({ file }: File) => readGolden(`${folder}/${file}`);
      const values = one.input_normalised
        ? floats(await read(one.input_normalised))
        : Float32Array.from(await read(one.input!), toUnitRange);
      const latents = segmentation
        ? await encoder.labelsToLatents({ height, width, labels: await read(one.input!) })
        : await encoder.encodeToLatents({ height, width, channels: inChannels, values });
      const expected = interleave(floats(await read(one.prequant)), architecture.embedDim);
      // The goldens' bound for CPUs, twenty times tighter than what they grant a GPU.
      expect(largestDifference(latents.values, expected)).toBeLessThan(5e-5);
      const { tokens } = await encoder.quantize(latents);
      expect([...tokens]).toEqual(one.indices.flat());
    }
    encoder.dispose();
  });
});
