import type { TransformerArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';

/**
 * A transformer's sizes as the kernels see them. Inner dimensions of matrix products are padded to 16 elements (one
 * 16-byte load of int8 weights) with zeros, and every head to a multiple of 4, so that no kernel has a ragged edge:
 * `quads` below count groups of four numbers, the unit of all activations.
 */
export interface Shape extends TransformerArchitecture {
  /** Channels of a head (`hs`), and the same rounded up to quads. */
  readonly headWidth: number;
  readonly headQuads: number;
  /** Quads of all heads side by side: the outputs of query, key and value, and the inputs of `proj`. */
  readonly attentionQuads: number;
  readonly attentionStride: number;
  readonly widthQuads: number;
  /** Quads from one row of the residual stream to the next. */
  readonly widthStride: number;
  /** Quads of the MLP's hidden layer, 4 * width channels. */
  readonly hiddenQuads: number;
  readonly vocabularyQuads: number;
}

/** Elements to which the inner dimension of a matrix product is padded. */
export const INNER_PADDING = 16;

/** A normalised row is staged in workgroup memory, of which every device has at least 16 KiB. */
const MOST_WIDTH = 3072;

/** One workgroup covers a head with one quad a thread. */
const MOST_HEAD_QUADS = 64;

/** @throws TesseraError `architecture-unsupported` */
export function shapeOf(architecture: TransformerArchitecture): Shape {
  const { width, heads, vocabulary } = architecture;
  const headWidth = width / heads;
  if (width % 4 !== 0 || width > MOST_WIDTH || !Number.isInteger(headWidth)) {
    throw unsupported(`a width of ${width} with ${heads} heads`);
  }
  const headQuads = Math.ceil(headWidth / 4);
  if (headQuads > MOST_HEAD_QUADS) throw unsupported(`heads of ${headWidth} channels`);
  const attentionQuads = heads * headQuads;
  return {
    ...architecture,
    headWidth,
    headQuads,
    attentionQuads,
    attentionStride: paddedQuads(attentionQuads * 4),
    widthQuads: width / 4,
    widthStride: paddedQuads(width),
    hiddenQuads: width,
    vocabularyQuads: Math.ceil(vocabulary / 4),
  };
}

/** Quads of a row of `elements` numbers with its padding. */
export function paddedQuads(elements: number): number {
  return (Math.ceil(elements / INNER_PADDING) * INNER_PADDING) / 4;
}

function unsupported(what: string): TesseraError {
  return new TesseraError(
    'architecture-unsupported',
    `the WebGPU engine has no kernels for ${what}`,
    'use the reference engine',
  );
}
