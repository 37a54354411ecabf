import { depthPicture } from '../../src/conditioning/depth.ts';
import { toByte, toUnitRange } from '../../src/core/uint8.ts';
import type { Picture } from '../../src/networks/vqgan/picture.ts';
import type { Latents } from '../../src/networks/vqgan/vqgan.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import {
  byteDifference,
  floats,
  interleave,
  json,
  largestDifference,
  type ReadGolden,
} from './goldenModel.ts';

interface File {
  readonly file: string;
}

interface VqganCase {
  readonly height: number;
  readonly width: number;
  readonly indices: number[][];
  readonly input?: File;
  readonly input_raw?: File;
  readonly input_normalised?: File;
  readonly prequant: File;
  readonly decoded?: File;
  readonly decoded_u8?: File;
  readonly decoded_argmax?: File;
  readonly decoded_logits_row0?: File;
}

export interface VqganOutcome {
  readonly name: string;
  /** Normalised depth against the reference's; 0 for other inputs. */
  readonly input: number;
  readonly prequant: number;
  readonly wrongIndices: number;
  readonly gridSize: string;
  readonly expectedGridSize: string;
  readonly decoded: number;
  readonly bytes: { readonly share: number; readonly most: number };
  /** Share of pixels whose most likely label differs (segmentation only). */
  readonly argmax: number;
}

/** Runs every case of a VQGAN folder: encode, quantize, decode (goldens 1 to 3). */
export async function runVqganCases(
  read: ReadGolden,
  folder: string,
  model: LoadedModel,
): Promise<VqganOutcome[]> {
  const { cases } = json<{ cases: VqganCase[] }>(await read(`${folder}/case.json`));
  const outcomes: VqganOutcome[] = [];
  for (const one of cases) outcomes.push(await runCase(read, folder, model, one));
  return outcomes;
}

async function runCase(
  read: ReadGolden,
  folder: string,
  model: LoadedModel,
  one: VqganCase,
): Promise<VqganOutcome> {
  const file = async ({ file: name }: File): Promise<Uint8Array> => read(`${folder}/${name}`);
  const { height, width } = one;
  const encoder = await model.encoder();
  let latents: Latents;
  let input = 0;
  if (one.input_raw && one.input_normalised) {
    const depth = floats(await file(one.input_raw));
    const picture = depthPicture({ height, width, depth });
    input = largestDifference(picture.values, floats(await file(one.input_normalised)));
    latents = await encoder.encodeToLatents(picture);
  } else {
    const bytes = await file(one.input!);
    latents = model.imageStage.segmentation
      ? await encoder.labelsToLatents({ height, width, labels: bytes })
      : await encoder.encodeToLatents({
          height,
          width,
          channels: 3,
          values: Float32Array.from(bytes, toUnitRange),
        });
  }
  const prequant = interleave(floats(await file(one.prequant)), model.imageStage.embedDim);
  const grid = await encoder.quantize(latents);
  const picture = await (await model.decoder()).decode(grid);
  const expected = one.indices.flat();
  return {
    name: `${folder} ${height}x${width}`,
    input,
    prequant: largestDifference(latents.values, prequant),
    wrongIndices: expected.filter((code, i) => grid.tokens[i] !== code).length,
    gridSize: `${grid.height}x${grid.width}`,
    expectedGridSize: `${one.indices.length}x${one.indices[0].length}`,
    ...(await compareDecoded(file, one, picture)),
  };
}

async function compareDecoded(
  file: (one: File) => Promise<Uint8Array>,
  one: VqganCase,
  picture: Picture,
): Promise<Pick<VqganOutcome, 'decoded' | 'bytes' | 'argmax'>> {
  const { channels, width, values } = picture;
  if (one.decoded_argmax && one.decoded_logits_row0) {
    const row0 = values.slice(0, width * channels);
    const labels = await file(one.decoded_argmax);
    const got = labels.map((_, i) => argmax(values.subarray(i * channels, (i + 1) * channels)));
    return {
      decoded: largestDifference(row0, interleave(floats(await file(one.decoded_logits_row0)), channels)),
      bytes: { share: 0, most: 0 },
      argmax: values.length === labels.length * channels ? byteDifference(got, labels).share : 1,
    };
  }
  return {
    decoded: largestDifference(values, interleave(floats(await file(one.decoded!)), channels)),
    bytes: byteDifference(Uint8Array.from(values, toByte), await file(one.decoded_u8!)),
    argmax: 0,
  };
}

function argmax(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}
