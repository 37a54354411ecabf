/** LayerNorm's epsilon in PyTorch (reference section 2.1). */
export const LAYER_NORM_EPSILON = 1e-5;

/**
 * `statistics(row, t)`: mean and 1/deviation of one row of `x`, by the whole workgroup of 64. Two passes, because
 * the residual stream has channels far from the mean and the one-pass form would cancel. Contains barriers.
 */
export function statisticsCode(widthQuads: number, stride: number): string {
  return /* wgsl */ `
var<workgroup> sums: array<f32, 64>;
var<workgroup> total: f32;

fn workgroupSum(value: f32, t: u32) -> f32 {
  sums[t] = value;
  workgroupBarrier();
  if (t == 0u) {
    var sum = vec4<f32>();
    for (var i = 0u; i < 64u; i += 4u) { sum += vec4<f32>(sums[i], sums[i + 1u], sums[i + 2u], sums[i + 3u]); }
    total = dot(sum, vec4<f32>(1.0));
  }
  workgroupBarrier();
  return total;
}

fn statistics(row: u32, t: u32) -> vec2<f32> {
  var sum = 0.0;
  for (var quad = t; quad < ${widthQuads}u; quad += 64u) { sum += dot(x[row * ${stride}u + quad], vec4<f32>(1.0)); }
  let mean = workgroupSum(sum, t) / ${widthQuads * 4}.0;
  var squares = 0.0;
  for (var quad = t; quad < ${widthQuads}u; quad += 64u) {
    let difference = x[row * ${stride}u + quad] - mean;
    squares += dot(difference, difference);
  }
  return vec2<f32>(mean, inverseSqrt(workgroupSum(squares, t) / ${widthQuads * 4}.0 + ${LAYER_NORM_EPSILON}));
}`;
}

/** `normalised(row, quad, statistics)` with scale and shift from `norm`: [scale quads | shift quads]. */
export function normalisedCode(stride: number): string {
  return /* wgsl */ `
fn normalised(row: u32, quad: u32, moments: vec2<f32>) -> vec4<f32> {
  return (x[row * ${stride}u + quad] - moments.x) * moments.y * norm[quad] + norm[${stride}u + quad];
}`;
}
