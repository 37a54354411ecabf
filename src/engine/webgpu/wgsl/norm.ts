/** LayerNorm's epsilon in PyTorch (reference section 2.1). */
const LAYER_NORM_EPSILON = 1e-5;

/**
 * `statistics(row, t)`: mean and 1/deviation of one row of `x`, by the whole workgroup of 64. Every thread takes mean and
 * squared deviations of its own numbers, and the 64 pairs are merged (Chan, Golub & LeVeque 1983): as safe as two
 * passes where channels lie far from the mean, with half of the barriers. Contains barriers.
 */
export function statisticsCode(widthQuads: number, stride: number): string {
  return /* wgsl */ `
var<workgroup> moments64: array<vec2<f32>, 64>;
var<workgroup> momentsOfRow: vec2<f32>;

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
  moments64[t] = vec2<f32>(ownMean, squares);
  workgroupBarrier();
  if (t == 0u) {
    var total = 0.0;
    for (var i = 0u; i < ${Math.min(64, widthQuads)}u; i++) { total += shareOf(i) * moments64[i].x; }
    let mean = total / ${widthQuads * 4}.0;
    var deviation = 0.0;
    for (var i = 0u; i < ${Math.min(64, widthQuads)}u; i++) {
      let difference = moments64[i].x - mean;
      deviation += moments64[i].y + shareOf(i) * difference * difference;
    }
    momentsOfRow = vec2<f32>(mean, inverseSqrt(deviation / ${widthQuads * 4}.0 + ${LAYER_NORM_EPSILON}));
  }
  workgroupBarrier();
  return momentsOfRow;
}`;
}

/** `normalised(row, quad, statistics)` with scale and shift from `norm`: [scale quads | shift quads]. */
export function normalisedCode(stride: number): string {
  return /* wgsl */ `
fn normalised(row: u32, quad: u32, moments: vec2<f32>) -> vec4<f32> {
  return (x[row * ${stride}u + quad] - moments.x) * moments.y * norm[quad] + norm[${stride}u + quad];
}`;
}
