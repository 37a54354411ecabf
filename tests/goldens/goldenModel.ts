import { memoryBytes } from '../../src/checkpoint/bytes.ts';
import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { parseReferenceConfig } from '../../src/checkpoint/infer/referenceConfig.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { stageOfCheckpoint } from '../../src/checkpoint/supplyStage.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import type { FolderWriter } from '../../src/checkpoint/folderWriter.ts';

/** Reads a file below the goldens folder: from disk here, over HTTP in a browser. */
export type ReadGolden = (path: string) => Promise<Uint8Array>;

export interface GoldenModelOptions {
  readonly heads?: number;
  /** The reference's YAML. */
  readonly config?: string;
  /** A checkpoint whose image stage is used. */
  readonly imageFrom?: string;
}

/** A golden checkpoint through the ordinary converter into memory, as float32, and opened. */
export async function goldenModel(
  read: ReadGolden,
  checkpoint: string,
  options: GoldenModelOptions = {},
): Promise<LoadedModel> {
  const files = new Map<string, Uint8Array>();
  const config = options.config === undefined ? null : parseReferenceConfig(options.config);
  const open = async (path: string) =>
    inferArchitecture((await openTensors(memoryBytes(await read(path)))).source, config);
  const imageStage =
    options.imageFrom === undefined ? undefined : stageOfCheckpoint(await open(options.imageFrom), 'image');
  const about = { id: 'golden', name: 'Golden', description: '', license: '', source: '', trainedOn: '' };
  const { manifest } = await convert(await open(checkpoint), memoryFolder(files), {
    dtype: 'f32',
    config,
    ...(options.heads !== undefined && { heads: options.heads }),
    ...(imageStage && { imageStage }),
    about,
  });
  return new LoadedModel(manifest, (file) => Promise.resolve(files.get(file.path) ?? new Uint8Array()));
}

/** Nothing of Node in here: these cases run in browsers too. */
function memoryFolder(files: Map<string, Uint8Array>): FolderWriter {
  return {
    create: (path) => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      return Promise.resolve({
        write: (bytes) => Promise.resolve(void parts.push(new Uint8Array(bytes))),
        close: async () => void files.set(path, new Uint8Array(await new Blob(parts).arrayBuffer())),
      });
    },
    commit: () => Promise.resolve(),
    discard: () => Promise.resolve(files.clear()),
  };
}

/** Values of a `.f32` file. */
export function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

export function json<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

/** Largest absolute difference; infinite when the lengths differ or a value is no number. */
export function largestDifference(got: Float32Array, expected: Float32Array): number {
  if (got.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < got.length; i++) {
    const difference = Math.abs(got[i] - expected[i]);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}

/** [c, h, w] -> [h, w, c]: the goldens are planar, the networks interleaved. */
export function interleave(planes: Float32Array, channels: number): Float32Array {
  const pixels = planes.length / channels;
  return planes.map((_, i) => planes[(i % channels) * pixels + Math.floor(i / channels)]);
}

/** How far two byte pictures are apart: share of values that differ, and by how much at most. */
export function byteDifference(got: Uint8Array, expected: Uint8Array): { share: number; most: number } {
  if (got.length !== expected.length) return { share: 1, most: 255 };
  let differing = 0;
  let most = 0;
  expected.forEach((value, i) => {
    if (got[i] !== value) differing++;
    most = Math.max(most, Math.abs(got[i] - value));
  });
  return { share: differing / expected.length, most };
}
