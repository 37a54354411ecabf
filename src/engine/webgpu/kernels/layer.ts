import { paddedQuads, type Shape } from '../shape.ts';
import { addToResidual, type Epilogue, splitQkv, store } from '../wgsl/epilogue.ts';
import type { CacheFormat, WeightFormat } from '../wgsl/format.ts';
import type { Kernel } from '../wgsl/kernel.ts';
import { gemmKernel, type Tile } from './gemm.ts';
import { gemvKernel } from './gemv.ts';

/** The five matrix products of the transformer. */
export interface Products<T> {
  /** LayerNorm 1, query, key and value; writes the cache in place. */
  readonly qkv: T;
  /** Attention's projection, added to the residual stream. */
  readonly projection: T;
  /** LayerNorm 2, first MLP matrix, GELU. */
  readonly up: T;
  /** Second MLP matrix, added to the residual stream. */
  readonly down: T;
  /** Final LayerNorm and logits. */
  readonly head: T;
}

/** How a product is computed; the choice depends on how many rows there are. */
export type Path = 'one-row' | 'few-rows' | Tile;

/** With one row, LayerNorm is part of the product; else a kernel of its own has run and its rows are the input. */
export function productKernels(
  shape: Shape,
  format: WeightFormat,
  cache: CacheFormat,
  path: Path,
): Products<Kernel> {
  const { widthStride, widthQuads, attentionStride, attentionQuads, hiddenQuads, vocabularyQuads } = shape;
  const label = typeof path === 'string' ? path : `${path.rows}x${path.outputs}`;
  const make = (
    name: string,
    inputQuads: number,
    outputQuads: number,
    epilogue: Epilogue,
    normed: boolean,
    count: 'rows' | 'draws' = 'rows',
  ): Kernel => {
    const options = { name: `${name}-${label}`, inputQuads, outputQuads, format, epilogue, count };
    if (path === 'one-row') {
      return gemvKernel({ ...options, rows: 1, normQuads: normed ? widthQuads : undefined });
    }
    return path === 'few-rows' ? gemvKernel({ ...options, rows: 4 }) : gemmKernel(options, path);
  };
  const hidden = paddedQuads(hiddenQuads * 4);
  return {
    qkv: make('qkv', widthStride, 3 * attentionQuads, splitQkv(shape, cache), true),
    projection: make('projection', attentionStride, widthQuads, addToResidual(shape), false),
    up: make('mlp-up', widthStride, hiddenQuads, store(hidden, 'gelu'), true),
    down: make('mlp-down', hidden, widthQuads, addToResidual(shape), false),
    head: make('head', widthStride, vocabularyQuads, store(vocabularyQuads, 'none'), true, 'draws'),
  };
}
