import type { Epilogue } from '../wgsl/epilogue.ts';
import type { WeightFormat } from '../wgsl/format.ts';

/** A product of activation rows with a weight matrix [outputs, inputs], bias, and what to do with the outputs. */
export interface MatrixOptions {
  readonly name: string;
  /** Quads of one input row and one weight row, padding included. */
  readonly inputQuads: number;
  /** Quads of outputs. */
  readonly outputQuads: number;
  readonly format: WeightFormat;
  readonly epilogue: Epilogue;
  /** How many rows there are: a field of the step. */
  readonly count: 'rows' | 'draws';
}

/** `affine(quad, sum)`: scale of int8 rows, then bias, from `bias`: [bias quads | scale quads]. */
export function affineCode({ format, outputQuads }: MatrixOptions): string {
  const scaled = format === 'int8' ? `sum * bias[${outputQuads}u + quad]` : 'sum';
  return `fn affine(quad: u32, sum: vec4<f32>) -> vec4<f32> { return ${scaled} + bias[quad]; }`;
}
