import { readShaped } from '../checkpoint/readShaped.ts';
import type { TensorSource } from '../checkpoint/tensorSource.ts';
import * as tf from './tf.ts';

/** A convolution's kernel [height, width, in, out] and bias [out]. */
export interface ConvWeights {
  readonly kernel: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

/** A matrix product's weight [in, out] and bias [out]. */
export interface LinearWeights {
  readonly weight: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/** Scale and shift of a normalisation, [channels]. */
export interface NormWeights {
  readonly scale: tf.Tensor1D;
  readonly shift: tf.Tensor1D;
}

/**
 * Reads weights in PyTorch's layouts and uploads them in tfjs's; owns every tensor it made.
 * All reads check the shape: a wrong one would otherwise show as a puzzling error far away.
 */
export class Weights {
  private readonly owned: tf.Tensor[] = [];

  constructor(private readonly source: TensorSource) {}

  /** @throws TesseraError `tensor-missing`, `tensor-shape` */
  raw(name: string, shape: readonly number[]): Promise<Float32Array> {
    return readShaped(this.source, name, shape);
  }

  async vector(name: string, length: number): Promise<tf.Tensor1D> {
    return this.own(tf.tensor1d(await this.raw(name, [length])));
  }

  async matrix(name: string, rows: number, columns: number): Promise<tf.Tensor2D> {
    return this.own(tf.tensor2d(await this.raw(name, [rows, columns]), [rows, columns]));
  }

  /** `name.weight` OIHW -> HWIO, and `name.bias`. */
  async conv(name: string, inputs: number, outputs: number, size: 1 | 3): Promise<ConvWeights> {
    const kernel = await this.raw(`${name}.weight`, [outputs, inputs, size, size]);
    return {
      kernel: this.own(tf.tensor4d(toHwio(kernel, outputs, inputs, size), [size, size, inputs, outputs])),
      bias: await this.vector(`${name}.bias`, outputs),
    };
  }

  /**
   * `name.weight` [out, in] -> [in, out], and `name.bias`. Several names become one product, side by side.
   */
  async linear(names: readonly string[], inputs: number, outputs: number): Promise<LinearWeights> {
    const total = outputs * names.length;
    const weight = new Float32Array(inputs * total);
    const bias = new Float32Array(total);
    for (const [index, name] of names.entries()) {
      const rows = await this.raw(`${name}.weight`, [outputs, inputs]);
      transposeInto(rows, outputs, inputs, weight, total, index * outputs);
      bias.set(await this.raw(`${name}.bias`, [outputs]), index * outputs);
    }
    return { weight: this.own(tf.tensor2d(weight, [inputs, total])), bias: this.own(tf.tensor1d(bias)) };
  }

  /** A bias-free `name` [out, in] -> [in, out]. */
  async transposed(name: string, outputs: number, inputs: number): Promise<tf.Tensor2D> {
    const weight = new Float32Array(inputs * outputs);
    transposeInto(await this.raw(name, [outputs, inputs]), outputs, inputs, weight, outputs, 0);
    return this.own(tf.tensor2d(weight, [inputs, outputs]));
  }

  async norm(name: string, channels: number): Promise<NormWeights> {
    return {
      scale: await this.vector(`${name}.weight`, channels),
      shift: await this.vector(`${name}.bias`, channels),
    };
  }

  own<T extends tf.Tensor>(tensor: T): T {
    this.owned.push(tensor);
    return tensor;
  }

  dispose(): void {
    for (const tensor of this.owned) tensor.dispose();
    this.owned.length = 0;
  }
}

function toHwio(kernel: Float32Array, outputs: number, inputs: number, size: number): Float32Array {
  const taps = size * size;
  const out = new Float32Array(kernel.length);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      const from = (o * inputs + i) * taps;
      for (let tap = 0; tap < taps; tap++) out[(tap * inputs + i) * outputs + o] = kernel[from + tap];
    }
  }
  return out;
}

/** Writes the transpose of `from` [rows, columns] into the columns of `to` that start at `at`. */
function transposeInto(
  from: Float32Array,
  rows: number,
  columns: number,
  to: Float32Array,
  stride: number,
  at: number,
): void {
  const tile = 32; // keeps both sides in cache
  for (let top = 0; top < rows; top += tile) {
    const bottom = Math.min(rows, top + tile);
    for (let left = 0; left < columns; left += tile) {
      const right = Math.min(columns, left + tile);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          to[column * stride + at + row] = from[row * columns + column];
        }
      }
    }
  }
}
