import type { Shape } from '../shape.ts';
import { FORMAT_HELPERS, FORMATS, type WeightFormat } from '../wgsl/format.ts';
import type { Kernel } from '../wgsl/kernel.ts';

/** Token plus position embedding of every row; the token is read on the GPU, where the draw before has put it. */
export function embedKernel(shape: Shape, format: Exclude<WeightFormat, 'int8'>): Kernel {
  const { widthQuads, widthStride, vocabulary } = shape;
  const { quadType, fromQuad } = FORMATS[format];
  return {
    name: 'embed',
    buffers: [
      { name: 'tokens', type: 'u32', access: 'read' },
      { name: 'tokenRows', type: quadType, access: 'read' },
      { name: 'positionRows', type: quadType, access: 'read' },
      { name: 'x', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: /* wgsl */ `
${FORMAT_HELPERS}
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let quad = group.x * 64u + t;
  if (quad >= ${widthQuads}u) { return; }
  let row = rows[step.rowBase + group.y];
  let token = min(tokens[row.token], ${vocabulary - 1}u);
  let tokenPart = ${fromQuad(`tokenRows[token * ${widthStride}u + quad]`)};
  let positionPart = ${fromQuad(`positionRows[row.position * ${widthStride}u + quad]`)};
  x[group.y * ${widthStride}u + quad] = tokenPart + positionPart;
}`,
    workgroups: (rows) => [Math.ceil(widthQuads / 64), rows, 1],
  };
}
