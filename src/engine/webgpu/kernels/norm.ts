import type { Shape } from '../shape.ts';
import type { Kernel } from '../wgsl/kernel.ts';
import { lanesCode } from '../wgsl/lanes.ts';
import { MOMENTS, normalisedCode, statisticsCode } from '../wgsl/norm.ts';

/** LayerNorm of many rows, in front of a product that does not normalise by itself. */
export function normKernel(shape: Shape, count: 'rows' | 'draws'): Kernel {
  const { widthQuads, widthStride } = shape;
  const input = count === 'draws' ? 'step.first + group.x' : 'group.x';
  return {
    name: `norm-${count}`,
    buffers: [
      { name: 'x', type: 'vec4<f32>', access: 'read' },
      { name: 'norm', type: 'vec4<f32>', access: 'read' },
      { name: 'result', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: (lanes) => /* wgsl */ `
${lanesCode(lanes, 64, [MOMENTS])}
${statisticsCode(widthQuads, widthStride)}
${normalisedCode(widthStride)}
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  findReach(t);
  let row = ${input};
  let moments = statistics(row, t);
  for (var quad = t; quad < ${widthQuads}u; quad += 64u) {
    result[group.x * ${widthStride}u + quad] = normalised(row, quad, moments);
  }
}`,
    workgroups: (rows) => [rows, 1, 1],
  };
}
