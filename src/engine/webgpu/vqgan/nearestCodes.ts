import { readShaped } from '../../../checkpoint/readShaped.ts';
import type { TensorSource } from '../../../checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../../../core/architecture.ts';
import { TesseraError } from '../../../core/errors.ts';
import { bind, filledBuffer, storageBuffer } from '../device.ts';
import type { PictureKernels } from './kernelSet.ts';
import { NO_CODE } from './kernels/nearest.ts';
import { packRows, quadsOf } from './packConvolution.ts';
import type { Submitter } from './submitter.ts';

/** What the kernel compares vectors with: `offsets[code] + rows[code] . vector` is smallest for the nearest code. */
export interface Comparison {
  /** [quad][code], four values each. */
  readonly rows: Float32Array;
  readonly offsets: Float32Array;
}

/** Codebook rows as the kernel wants them; doubling and changing the sign are exact. @param rows [codes, embedDim] */
export function distanceTo(rows: Float32Array, embedDim: number): Comparison {
  const offsets = Float32Array.from({ length: rows.length / embedDim }, (_, code) =>
    rows.subarray(code * embedDim, (code + 1) * embedDim).reduce((sum, value) => sum + value * value, 0),
  );
  return { rows: byQuads(rows, embedDim, -2), offsets };
}

/** The highest logit of `weight . vector + bias` as a comparison. @param weight [codes, embedDim] */
export function logitsOf(weight: Float32Array, bias: Float32Array, embedDim: number): Comparison {
  return { rows: byQuads(weight, embedDim, -1), offsets: bias.map((value) => -value) };
}

function byQuads(rows: Float32Array, embedDim: number, factor: number): Float32Array {
  const quads = quadsOf(embedDim);
  const codes = rows.length / embedDim;
  const padded = packRows(rows, embedDim);
  const out = new Float32Array(padded.length);
  for (let code = 0; code < codes; code++) {
    for (let quad = 0; quad < quads; quad++) {
      for (let i = 0; i < 4; i++) {
        out[(quad * codes + code) * 4 + i] = factor * padded[(code * quads + quad) * 4 + i];
      }
    }
  }
  return out;
}

/** @throws TesseraError `tensor-missing`, `tensor-shape` */
export async function loadComparison(source: TensorSource, arch: VqganArchitecture): Promise<Comparison> {
  const { codes, embedDim, quantizer } = arch;
  if (quantizer === 'vector') {
    return distanceTo(await readShaped(source, 'quantize.embedding.weight', [codes, embedDim]), embedDim);
  }
  const weight = await readShaped(source, 'quantize.proj.weight', [codes, embedDim, 1, 1]);
  return logitsOf(weight, await readShaped(source, 'quantize.proj.bias', [codes]), embedDim);
}

/** The quantizer on the GPU: vectors to codes, in float32. */
export class NearestCodes {
  private readonly rows: GPUBuffer;
  private readonly offsets: GPUBuffer;
  private readonly codes: number;

  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: PictureKernels,
    { rows, offsets }: Comparison,
  ) {
    this.codes = offsets.length;
    this.rows = filledBuffer(device, 'codes to compare', rows);
    this.offsets = filledBuffer(device, 'code offsets', offsets);
  }

  get bytes(): number {
    return this.rows.size + this.offsets.size;
  }

  /**
   * @param vectors [count, channels]
   * @throws TesseraError `latents-not-finite`, `device-lost`, `kernel-refused`
   */
  async of(vectors: Float32Array, channels: number, submitter: Submitter): Promise<Int32Array> {
    const count = vectors.length / channels;
    const compiled = await this.kernels.nearest;
    const input = filledBuffer(this.device, 'vectors', packRows(vectors, channels));
    const result = storageBuffer(this.device, 'codes', 4 * count);
    try {
      const buffers = { vectors: input, rows: this.rows, offsets: this.offsets, result };
      const place = { height: count, inputQuads: quadsOf(channels), channels: this.codes };
      const operations = 2 * count * this.codes * channels;
      const group = bind(this.device, compiled, buffers);
      submitter.dispatch(compiled, group, place, compiled.kernel.workgroups(count), operations);
      const tokens = new Int32Array(await submitter.read(result, 4 * count));
      if (tokens.every((token) => token >>> 0 !== NO_CODE)) return tokens;
      throw new TesseraError(
        'latents-not-finite',
        'the encoder gave values that are no numbers',
        'the weights or the graphics driver are damaged: reload the model, or choose the wasm backend',
      );
    } finally {
      input.destroy();
      result.destroy();
    }
  }

  dispose(): void {
    this.rows.destroy();
    this.offsets.destroy();
  }
}
