import { FORMAT_HELPERS, FORMATS } from '../wgsl/format.ts';
import { type Kernel, repeat } from '../wgsl/kernel.ts';
import { affineCode, type MatrixOptions } from './matrix.ts';

const THREADS = 64;
/** Each thread holds 4 rows by 4 outputs in registers. */
const REGISTER_TILE = 4;
/**
 * Quads of the inner dimension that are staged in workgroup memory at a time. More would mean fewer barriers, but
 * software drivers compile a store for every word of workgroup memory, to clear it.
 */
const INNER_QUADS = 4;

/** Rows and outputs that one workgroup computes; THREADS * 16 numbers in all. */
export interface Tile {
  readonly rows: 16 | 32;
  readonly outputs: 64 | 32;
}

/** Fewer rows waste less when little is appended; square tiles read less when much is. */
export const LOW_TILE: Tile = { rows: 16, outputs: 64 };
export const SQUARE_TILE: Tile = { rows: 32, outputs: 32 };

/**
 * Tiled matrix product for prefill and for many windows at once: both operands pass through workgroup memory as quads
 * along the inner dimension, so weights are unpacked once for all rows of the tile.
 */
export function gemmKernel(options: MatrixOptions, tile: Tile): Kernel {
  const { inputQuads, outputQuads, epilogue, count } = options;
  const format = FORMATS[options.format];
  const across = tile.outputs / REGISTER_TILE;
  const down = tile.rows / REGISTER_TILE;
  const inputLoads = (tile.rows * INNER_QUADS) / THREADS;
  const weightLoads = (tile.outputs * INNER_QUADS) / THREADS;

  const code = /* wgsl */ `
${FORMAT_HELPERS}
${affineCode(options)}
${epilogue.code}
// [inner quad][row], and [inner quad][output % 4][output / 4] so that neighbours read neighbouring places
var<workgroup> inputs: array<vec4<f32>, ${INNER_QUADS * tile.rows}>;
var<workgroup> factors: array<vec4<f32>, ${INNER_QUADS * tile.outputs}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let column = t % ${across}u;
  let line = t / ${across}u;
  let top = group.y * ${tile.rows}u;
  let left = group.x * ${tile.outputs}u;
  ${repeat(4, (r) => `var sum${r} = vec4<f32>();`)}
  for (var start = 0u; start < ${inputQuads}u; start += ${INNER_QUADS}u) {
    for (var j = 0u; j < ${inputLoads}u; j++) {
      let index = j * ${THREADS}u + t;
      let inner = index % ${INNER_QUADS}u;
      let row = index / ${INNER_QUADS}u;
      var value = vec4<f32>();
      if (top + row < step.${count} && start + inner < ${inputQuads}u) {
        value = x[(top + row) * ${inputQuads}u + start + inner];
      }
      inputs[inner * ${tile.rows}u + row] = value;
    }
    for (var j = 0u; j < ${weightLoads}u; j++) {
      let index = j * ${THREADS}u + t;
      let inner = index % ${INNER_QUADS}u;
      let output = index / ${INNER_QUADS}u;
      var value = vec4<f32>();
      if (left + output < ${outputQuads * 4}u && start + inner < ${inputQuads}u) {
        value = ${format.fromQuad(`weights[(left + output) * ${inputQuads}u + start + inner]`)};
      }
      factors[(inner * 4u + output % 4u) * ${across}u + output / 4u] = value;
    }
    workgroupBarrier();
    for (var inner = 0u; inner < ${INNER_QUADS}u; inner++) {
      ${repeat(4, (o) => `let w${o} = factors[(inner * 4u + ${o}u) * ${across}u + column];`)}
      ${repeat(4, (r) => `let x${r} = inputs[inner * ${tile.rows}u + line + ${r * down}u];`)}
      ${repeat(4, (r) => `sum${r} += vec4<f32>(${repeat(4, (o) => `dot(w${o}, x${r})`, ', ')});`)}
    }
    workgroupBarrier();
  }
  let quad = left / 4u + column;
  if (quad >= ${outputQuads}u) { return; }
  // A loop, because software drivers take long to compile every copy of the epilogue.
  for (var r = 0u; r < 4u; r++) {
    let row = top + line + r * ${down}u;
    if (row < step.${count}) { finish(row, quad, affine(quad, sum0)); }
    sum0 = sum1;
    sum1 = sum2;
    sum2 = sum3;
  }
}`;
  return {
    name: options.name,
    buffers: [
      { name: 'x', type: 'vec4<f32>', access: 'read' },
      { name: 'weights', type: format.quadType, access: 'read' },
      { name: 'bias', type: 'vec4<f32>', access: 'read' },
      ...epilogue.buffers,
    ],
    code,
    workgroups: (rows) => [Math.ceil((outputQuads * 4) / tile.outputs), Math.ceil(rows / tile.rows), 1],
  };
}
