import type { Reduction } from './lanes.ts';

/** LayerNorm's epsilon in PyTorch (reference section 2.1). */
const LAYER_NORM_EPSILON = 1e-5;

/**
 * Count, mean and squared deviations of two sets of numbers together (Chan, Golub & LeVeque 1983): as safe as two passes
 * where channels lie far from the mean, with half of the barriers.
 */
export const MOMENTS: Reduction = {
  name: 'moments',
  type: 'vec3<f32>',
  lanes: 64,
  join: /* wgsl */ `
  let count = a.x + b.x;
  let difference = b.y - a.y;
  let share = b.x / max(1.0, count);
  return vec3<f32>(count, a.y + difference * share, a.z + b.z + difference * difference * a.x * share);`,
};

/**
 * `statistics(row, t)`: mean and 1/deviation of one row of `x`, by the whole workgroup of 64, over the functions of
 * `MOMENTS`. Contains barriers.
 */
export function statisticsCode(widthQuads: number, stride: number): string {
  return /* wgsl */ `
// Numbers that thread t holds.
fn shareOf(t: u32) -> f32 { return f32(4u * ((${widthQuads + 63}u - t) / 64u)); }

fn statistics(row: u32, t: u32) -> vec2<f32> {
  var sum = 0.0;
  for (var quad = t; quad < ${widthQuads}u; quad += 64u) { sum += dot(x[row * ${stride}u + quad], vec4<f32>(1.0)); }
  let ownMean = sum / max(1.0, shareOf(t));
  var squares = 0.0;
  for (var quad = t; quad < ${widthQuads}u; quad += 64u) {
    let difference = x[row * ${stride}u + quad] - ownMean;
    squares += dot(difference, difference);
  }
  moments_put(vec3<f32>(shareOf(t), ownMean, squares), t, 0u);
  moments_meet(t, 0u, 1u);
  let joined = moments_take(t, 0u);
  return vec2<f32>(joined.y, inverseSqrt(joined.z / ${widthQuads * 4}.0 + ${LAYER_NORM_EPSILON}));
}`;
}

/** `normalised(row, quad, statistics)` with scale and shift from `norm`: [scale quads | shift quads]. */
export function normalisedCode(stride: number): string {
  return /* wgsl */ `
fn normalised(row: u32, quad: u32, moments: vec2<f32>) -> vec4<f32> {
  return (x[row * ${stride}u + quad] - moments.x) * moments.y * norm[quad] + norm[${stride}u + quad];
}`;
}
