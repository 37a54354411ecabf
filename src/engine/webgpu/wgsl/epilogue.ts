import type { Shape } from '../shape.ts';
import { type CacheFormat, cacheStore, cacheType } from './format.ts';
import { GELU } from './gelu.ts';
import type { BufferDeclaration } from './kernel.ts';

/**
 * What happens to four finished outputs of a matrix product, bias included: every epilogue defines
 * `finish(row, quad, value)`; the product brings the unpacking helpers. Fusing it here is what keeps a layer at six dispatches.
 */
export interface Epilogue {
  readonly buffers: readonly BufferDeclaration[];
  readonly code: string;
}

/** Adds to the residual stream in place. */
export function addToResidual(shape: Shape): Epilogue {
  return {
    buffers: [{ name: 'residual', type: 'vec4<f32>', access: 'read_write' }],
    code: `fn finish(row: u32, quad: u32, value: vec4<f32>) { residual[row * ${shape.widthStride}u + quad] += value; }`,
  };
}

/** Writes rows of `stride` quads. */
export function store(stride: number, activation: 'none' | 'gelu'): Epilogue {
  const value = activation === 'gelu' ? 'gelu4(value)' : 'value';
  return {
    buffers: [{ name: 'result', type: 'vec4<f32>', access: 'read_write' }],
    code: `${activation === 'gelu' ? GELU : ''}
fn finish(row: u32, quad: u32, value: vec4<f32>) { result[row * ${stride}u + quad] = ${value}; }`,
  };
}

/**
 * Query, scaled by 1/sqrt(head width), goes to `query`; key and value go to their place in the layer's cache,
 * [slot][key, value][head][position][head quads].
 */
export function splitQkv(shape: Shape, format: CacheFormat): Epilogue {
  const { attentionQuads, attentionStride, headQuads, heads, blockSize, headWidth } = shape;
  return {
    buffers: [
      { name: 'query', type: 'vec4<f32>', access: 'read_write' },
      { name: 'cache', type: cacheType(format), access: 'read_write' },
    ],
    code: /* wgsl */ `
fn finish(row: u32, quad: u32, value: vec4<f32>) {
  let part = quad / ${attentionQuads}u;
  let inner = quad % ${attentionQuads}u;
  if (part == 0u) {
    query[row * ${attentionStride}u + inner] = value * ${1 / Math.sqrt(headWidth)};
    return;
  }
  let place = rows[step.rowBase + row];
  let head = place.slot * ${2 * heads}u + (part - 1u) * ${heads}u + inner / ${headQuads}u;
  cache[(head * ${blockSize}u + place.position) * ${headQuads}u + inner % ${headQuads}u] = ${cacheStore(format, 'value')};
}`,
  };
}
