import type { Shape } from '../shape.ts';
import type { Kernel } from '../wgsl/kernel.ts';

/**
 * In the last layer only the rows that draw go on past the cache: takes their residual stream and query out of
 * the batch. Saves one part in `layers` of a prefill.
 */
export function gatherKernel(shape: Shape): Kernel {
  const { widthQuads, widthStride, attentionQuads, attentionStride } = shape;
  return {
    name: 'gather',
    buffers: [
      { name: 'x', type: 'vec4<f32>', access: 'read' },
      { name: 'query', type: 'vec4<f32>', access: 'read' },
      { name: 'drawX', type: 'vec4<f32>', access: 'read_write' },
      { name: 'drawQuery', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: /* wgsl */ `
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let quad = group.x * 64u + t;
  let row = draws[step.drawBase + group.y].row;
  if (quad < ${widthQuads}u) {
    drawX[group.y * ${widthStride}u + quad] = x[row * ${widthStride}u + quad];
  }
  if (quad < ${attentionQuads}u) {
    drawQuery[group.y * ${attentionStride}u + quad] = query[row * ${attentionStride}u + quad];
  }
}`,
    workgroups: (rows) => [Math.ceil(Math.max(widthQuads, attentionQuads) / 64), rows, 1],
  };
}
