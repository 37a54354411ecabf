import { repeat, type Shader } from '../../wgsl/kernel.ts';
import { PLACE_CODE } from '../place.ts';

/** Groups and epsilon of the reference's GroupNorm (section 1.1). */
export const GROUPS = 32;
export const GROUP_NORM_EPSILON = 1e-6;

const THREADS = 64;
/** Quads side by side in a workgroup of the first pass, 128 bytes; the other threads take other positions. */
const LANES = 8;
const LINES = THREADS / LANES;

/** Two sets of (count, mean, squared deviations) become one (Chan, Golub & LeVeque 1983). */
const mergeCode = (type: string) => /* wgsl */ `
struct Moments { count: f32, mean: ${type}, squares: ${type} }
fn merged(a: Moments, b: Moments) -> Moments {
  let count = a.count + b.count;
  let share = b.count / max(count, 1.0);
  let difference = b.mean - a.mean;
  return Moments(count, a.mean + difference * share, a.squares + b.squares + difference * difference * (a.count * share));
}`;

/**
 * First pass of GroupNorm: mean and squared deviations of every channel over a chunk of positions. Chunks are merged in a fixed
 * order by the second pass, so the statistics of a picture do not depend on how it was cut into bands beyond rounding,
 * and no sum is large against its terms. `moments`: a chunk has mean quads, then quads of squares, then its count.
 */
export const momentsShader: Shader & {
  readonly workgroups: (chunks: number, quads: number) => readonly [number, number, number];
} = {
  name: 'group-moments',
  group0: PLACE_CODE,
  buffers: [
    { name: 'x', type: 'vec4<f32>', access: 'read' },
    { name: 'moments', type: 'vec4<f32>', access: 'read_write' },
  ],
  code: /* wgsl */ `
${mergeCode('vec4<f32>')}
var<workgroup> parts: array<Moments, ${THREADS}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let quad = group.x * ${LANES}u + t % ${LANES}u;
  let first = (place.firstRow - place.inputTop) * place.width;
  let end = (place.endRow - place.inputTop) * place.width;
  let begin = first + group.y * place.chunkSize;
  let to = min(end, begin + place.chunkSize);
  var own = Moments(0.0, vec4<f32>(), vec4<f32>());
  if (quad < place.inputQuads) {
    for (var position = begin + t / ${LANES}u; position < to; position += ${LINES}u) {
      let value = x[position * place.inputQuads + quad];
      let difference = value - own.mean;
      own.count += 1.0;
      own.mean += difference / own.count;
      own.squares += difference * (value - own.mean);
    }
  }
  parts[t] = own;
  workgroupBarrier();
  if (t >= ${LANES}u || quad >= place.inputQuads) { return; }
  for (var i = 1u; i < ${LINES}u; i++) { own = merged(own, parts[i * ${LANES}u + t]); }
  let base = (place.firstChunk + group.y) * (2u * place.inputQuads + 1u);
  moments[base + quad] = own.mean;
  moments[base + place.inputQuads + quad] = own.squares;
  if (quad == 0u) { moments[base + 2u * place.inputQuads] = vec4<f32>(own.count); }
}`,
  workgroups: (chunks, quads) => [Math.ceil(quads / LANES), chunks, 1],
};

/**
 * Second pass: one workgroup for each group merges its channels over all chunks, and gives gain and offset of each channel, so
 * that the convolution which reads the picture next normalises with one multiply-add. `norm` is [scale | shift], `affine` is
 * [gain | offset].
 */
export const affineShader: Shader = {
  name: 'group-affine',
  group0: PLACE_CODE,
  buffers: [
    { name: 'moments', type: 'f32', access: 'read' },
    { name: 'norm', type: 'f32', access: 'read' },
    { name: 'affine', type: 'f32', access: 'read_write' },
  ],
  code: /* wgsl */ `
${mergeCode('f32')}
var<workgroup> parts: array<Moments, ${THREADS}>;
var<workgroup> ofGroup: vec2<f32>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let channels = place.inputQuads * 4u;
  let perGroup = channels / ${GROUPS}u;
  let stride = 2u * channels + 4u;
  var own = Moments(0.0, 0.0, 0.0);
  for (var item = t; item < place.chunks * perGroup; item += ${THREADS}u) {
    let base = item / perGroup * stride;
    let channel = base + group.x * perGroup + item % perGroup;
    own = merged(own, Moments(moments[base + 2u * channels], moments[channel], moments[channel + channels]));
  }
  parts[t] = own;
  workgroupBarrier();
  // Halves, in a fixed order.
  ${repeat(Math.log2(THREADS), (i) => {
    const half = THREADS / 2 ** (i + 1);
    return `if (t < ${half}u) { parts[t] = merged(parts[t], parts[t + ${half}u]); }
  workgroupBarrier();`;
  })}
  if (t == 0u) {
    let all = parts[0];
    ofGroup = vec2<f32>(all.mean, inverseSqrt(all.squares / all.count + ${GROUP_NORM_EPSILON}));
  }
  workgroupBarrier();
  for (var i = t; i < perGroup; i += ${THREADS}u) {
    let channel = group.x * perGroup + i;
    let gain = norm[channel] * ofGroup.y;
    affine[channel] = gain;
    affine[channels + channel] = norm[channels + channel] - ofGroup.x * gain;
  }
}`,
};
