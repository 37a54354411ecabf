import type { Shape } from '../shape.ts';
import type { Kernel } from '../wgsl/kernel.ts';

/**
 * Logits of guided draws (core/guidance.ts): the first half of the rows was told the condition, row `draws + i` is the
 * same position without it. The result takes the place of the first half.
 */
export function guideKernel(shape: Shape): Kernel {
  const { vocabularyQuads } = shape;
  return {
    name: 'guide',
    buffers: [{ name: 'logits', type: 'vec4<f32>', access: 'read_write' }],
    code: /* wgsl */ `
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let quad = group.x * 64u + t;
  if (quad >= ${vocabularyQuads}u) { return; }
  let told = logits[group.y * ${vocabularyQuads}u + quad];
  let untold = logits[(group.y + step.draws) * ${vocabularyQuads}u + quad];
  logits[group.y * ${vocabularyQuads}u + quad] = told + step.guidance * (told - untold);
}`,
    workgroups: (rows) => [Math.ceil(vocabularyQuads / 64), rows, 1],
  };
}
