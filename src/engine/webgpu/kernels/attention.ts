import type { Shape } from '../shape.ts';
import { type CacheFormat, cacheLoad, cacheType, FORMAT_HELPERS } from '../wgsl/format.ts';
import { type Kernel, repeat } from '../wgsl/kernel.ts';
import { lanesCode, type Reduction } from '../wgsl/lanes.ts';

/** Positions that a workgroup scores at a time, one a thread. */
export const CHUNK = 64;

const TOP: Reduction = {
  name: 'top',
  type: 'f32',
  join: 'return max(a, b);',
  lanes: CHUNK,
  slots: 'ofLanes',
};
const MASS: Reduction = { name: 'mass', type: 'f32', join: 'return a + b;', lanes: CHUNK, slots: 'ofLanes' };

/**
 * Attention of one query row over the cache of its slot, one workgroup for each (split, head, row), with the softmax
 * accumulated chunk by chunk (Milakov & Gimelshein 2018). A row sees the first `length` positions of its slot. With one
 * split the result is final; with several, each leaves its sum, and attentionMerge joins them.
 */
export function attentionKernel(shape: Shape, format: CacheFormat): Kernel {
  const { heads, headQuads, attentionStride, blockSize } = shape;
  const parts = Math.floor(CHUNK / headQuads);
  const at = (base: string, position: string, quad: string) =>
    cacheLoad(format, `cache[(${base} + ${position}) * ${headQuads}u + ${quad}]`);
  return {
    name: 'attention',
    buffers: [
      { name: 'query', type: 'vec4<f32>', access: 'read' },
      { name: 'cache', type: cacheType(format), access: 'read' },
      { name: 'result', type: 'vec4<f32>', access: 'read_write' },
      { name: 'splitSums', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: (lanes) => /* wgsl */ `
${FORMAT_HELPERS}
${lanesCode(lanes, CHUNK, [TOP, MASS])}
const LOWEST = -3.0e38;
var<workgroup> weights: array<f32, ${CHUNK}>;
var<workgroup> sums: array<vec4<f32>, ${CHUNK}>;

@compute @workgroup_size(${CHUNK})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  findReach(t);
  let head = group.y;
  let place = rows[step.rowBase + group.z];
  let keys = (place.slot * ${2 * heads}u + head) * ${blockSize}u;
  let values = keys + ${heads * blockSize}u;
  let queryAt = group.z * ${attentionStride}u + head * ${headQuads}u;
  ${repeat(headQuads, (i) => `let query${i} = query[queryAt + ${i}u];`)}
  let quad = t % ${headQuads}u;
  let part = t / ${headQuads}u;
  var top = LOWEST;
  var mass = 0.0;
  var sum = vec4<f32>();
  for (var start = group.x * ${CHUNK}u; start < place.length; start += step.splits * ${CHUNK}u) {
    let seen = start + t < place.length;
    var score = LOWEST;
    if (seen) {
      var total = vec4<f32>();
      ${repeat(headQuads, (i) => `total += query${i} * ${at('keys', 'start + t', `${i}u`)};`)}
      score = dot(total, vec4<f32>(1.0));
    }
    top_put(score, t, 0u);
    top_meet(t, 0u, 1u);
    let newTop = max(top, top_take(t, 0u));
    let shrink = exp(top - newTop);
    let weight = select(0.0, exp(score - newTop), seen);
    weights[t] = weight;
    mass = mass * shrink + weight;
    sum *= shrink;
    top = newTop;
    workgroupBarrier();
    if (part < ${parts}u) {
      let end = min(${CHUNK}u, place.length - start);
      for (var j = part; j < end; j += ${parts}u) { sum += weights[j] * ${at('values', 'start + j', 'quad')}; }
    }
  }
  mass_put(mass, t, 0u);
  sums[t] = sum;
  mass_meet(t, 0u, 1u);
  if (t >= ${headQuads}u) { return; }
  let totalMass = mass_take(t, 0u);
  for (var i = 1u; i < ${parts}u; i++) { sum += sums[t + i * ${headQuads}u]; }
  if (step.splits == 1u) {
    result[queryAt + t] = sum / totalMass;
    return;
  }
  let sumAt = ((group.z * step.splits + group.x) * ${heads}u + head) * ${headQuads + 1}u;
  splitSums[sumAt + t] = sum;
  if (t == 0u) { splitSums[sumAt + ${headQuads}u] = vec4<f32>(top, totalMass, 0.0, 0.0); }
}`,
    workgroups: (rows, splits) => [splits, heads, rows],
  };
}

/** Joins the splits of a row: sums rescaled to the largest score of all. */
export function attentionMergeKernel(shape: Shape): Kernel {
  const { heads, headQuads, attentionQuads, attentionStride } = shape;
  return {
    name: 'attention-merge',
    buffers: [
      { name: 'splitSums', type: 'vec4<f32>', access: 'read' },
      { name: 'result', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: /* wgsl */ `
fn placeOf(row: u32, split: u32, head: u32) -> u32 {
  return ((row * step.splits + split) * ${heads}u + head) * ${headQuads + 1}u;
}
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let inner = group.x * 64u + t;
  if (inner >= ${attentionQuads}u) { return; }
  let head = inner / ${headQuads}u;
  var top = -3.0e38;
  for (var i = 0u; i < step.splits; i++) { top = max(top, splitSums[placeOf(group.y, i, head) + ${headQuads}u].x); }
  var mass = 0.0;
  var sum = vec4<f32>();
  for (var i = 0u; i < step.splits; i++) {
    let at = placeOf(group.y, i, head);
    let ends = splitSums[at + ${headQuads}u];
    let factor = exp(ends.x - top);
    mass += ends.y * factor;
    sum += splitSums[at + inner % ${headQuads}u] * factor;
  }
  result[group.y * ${attentionStride}u + inner] = sum / mass;
}`,
    workgroups: (rows) => [Math.ceil(attentionQuads / 64), rows, 1],
  };
}
