import type { Shape } from '../shape.ts';
import type { Kernel } from '../wgsl/kernel.ts';
import { lanesCode, type Reduction } from '../wgsl/lanes.ts';

const THREADS = 128;

const SUM: Reduction = { name: 'sum', type: 'vec4<f32>', join: 'return a + b;', lanes: THREADS, sets: 2 };
/** The largest key of all with its lowest id. */
const BEST: Reduction = {
  name: 'best',
  type: 'vec2<u32>',
  join: 'return select(a, b, b.x > a.x || (b.x == a.x && b.y < a.y));',
  lanes: THREADS,
};

/** What a draw leaves in `results`: the token plus one, so that a buffer of zeros is never taken for tokens. */
export const NOT_DRAWN = 0;
export const NOT_FINITE = 0xffffffff;

/**
 * One token from a row of logits, as core/draw.ts does it: temperature, top-k with ties kept, top-p, first id whose
 * cumulative probability exceeds u; or the largest. One workgroup a draw. Thresholds are found by bisection over
 * order-preserving integer keys, two bits at a time: counts and masses are plain sums in a fixed order, so there are
 * no atomics and no sort. Sums are float32 where core/draw.ts has float64; they agree away from the edges (1e-4).
 */
export function drawKernel(shape: Shape): Kernel {
  const { vocabularyQuads } = shape;
  return {
    name: 'draw',
    buffers: [
      { name: 'logits', type: 'u32', access: 'read' },
      { name: 'scratch', type: 'vec2<u32>', access: 'read_write' },
      { name: 'tokens', type: 'u32', access: 'read_write' },
      { name: 'results', type: 'u32', access: 'read_write' },
    ],
    code: (lanes) => /* wgsl */ `
${lanesCode(lanes, THREADS, [SUM, BEST])}
const THREADS = ${THREADS}u;
const STRIDE = ${vocabularyQuads * 4}u;
// Sums take turns with two places: some threads may put the next while others still take the last.
var<private> place: u32;

// Floats in the order of their values; everything that is not finite comes first of all.
fn keyOf(bits: u32) -> u32 {
  if ((bits & 0x7f800000u) == 0x7f800000u) { return 0xffffffffu; }
  if ((bits & 0x7fffffffu) == 0u) { return 0x80000000u; }
  return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn valueOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }

fn sumOfAll(value: vec4<f32>, t: u32) -> vec4<f32> {
  place = 1u - place;
  sum_put(value, t, place);
  sum_meet(t, place, 1u);
  return sum_take(t, place);
}

// Largest key T such that the mass of keys >= T is above (or, when counting, at least) the goal; 0 if there is none.
fn threshold(base: u32, lowest: u32, goal: f32, counting: bool, t: u32) -> u32 {
  var prefix = 0u;
  for (var shift = 32u; shift > 0u; shift -= 2u) {
    let unit = 1u << (shift - 2u);
    var local = vec4<f32>();
    for (var id = t; id < step.codes; id += THREADS) {
      let entry = scratch[base + id];
      let reached = vec3<bool>(entry.x >= prefix + unit, entry.x >= prefix + 2u * unit, entry.x >= prefix + 3u * unit);
      let part = select(select(0.0, bitcast<f32>(entry.y), entry.x >= lowest), 1.0, counting);
      local += vec4<f32>(select(vec3<f32>(), vec3<f32>(part), reached), 0.0);
    }
    let mass = sumOfAll(local, t);
    let enough = select(mass.xyz > vec3<f32>(goal), mass.xyz >= vec3<f32>(goal), counting);
    if (enough.z) { prefix += 3u * unit; } else if (enough.y) { prefix += 2u * unit; } else if (enough.x) { prefix += unit; }
  }
  return prefix;
}

fn finishWith(token: u32, draw: Draw) {
  tokens[draw.cell] = token;
  results[draw.result] = token + 1u;
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  findReach(t);
  let draw = draws[step.drawBase + group.x];
  let base = group.x * STRIDE;

  var bestKey = 0u;
  var bestId = 0u;
  for (var id = t; id < step.codes; id += THREADS) {
    let raw = logits[base + id];
    var key = keyOf(raw);
    if (key != 0xffffffffu && step.greedy == 0u) { key = keyOf(bitcast<u32>(bitcast<f32>(raw) / step.temperature)); }
    if (key > bestKey) { bestKey = key; bestId = id; }
    scratch[base + id].x = key;
  }
  best_put(vec2<u32>(bestKey, bestId), t, 0u);
  best_meet(t, 0u, 1u);
  let best = best_take(t, 0u);
  let topKey = best.x;
  let finite = topKey != 0xffffffffu;
  if (t == 0u && !finite) {
    tokens[draw.cell] = 0u;
    results[draw.result] = ${NOT_FINITE}u;
  }
  if (step.greedy != 0u) {
    if (t == 0u && finite) { finishWith(best.y, draw); }
    return;
  }
  // All invocations go on to the barriers below, whatever was found.
  let top = valueOf(topKey);
  for (var id = t; id < step.codes; id += THREADS) {
    scratch[base + id].y = bitcast<u32>(exp(valueOf(scratch[base + id].x) - top));
  }
  var lowest = 0u;
  if (step.topK > 0u && step.topK < step.codes) { lowest = threshold(base, 0u, f32(step.topK), true, t); }

  // Ids whose key is above the limit are kept, and the first quota of those that equal it.
  var limit = lowest;
  var quota = 0xffffffffu;
  if (step.topP < 1.0) {
    var local = vec4<f32>();
    for (var id = t; id < step.codes; id += THREADS) {
      let entry = scratch[base + id];
      if (entry.x >= lowest) { local.x += bitcast<f32>(entry.y); }
    }
    let goal = sumOfAll(local, t).x * step.topP;
    limit = max(lowest, threshold(base, lowest, goal, false, t));
    local = vec4<f32>();
    for (var id = t; id < step.codes; id += THREADS) {
      let entry = scratch[base + id];
      if (entry.x > limit) { local.x += bitcast<f32>(entry.y); }
    }
    let above = sumOfAll(local, t).x;
    quota = u32(clamp(floor((goal - above) / exp(valueOf(limit) - top)), 0.0, 1.0e6)) + 1u;
  }

  // Each thread sums a run of neighbouring ids; the first thread then walks the runs, and the ids of one run.
  let span = (step.codes + THREADS - 1u) / THREADS;
  var run = vec4<f32>();
  storageBarrier();
  for (var id = t * span; id < min(step.codes, (t + 1u) * span); id++) {
    let entry = scratch[base + id];
    if (entry.x > limit) { run.x += bitcast<f32>(entry.y); }
    if (entry.x == limit) { run.y += 1.0; }
  }
  let sum = sumOfAll(run, t);
  best_slots[t] = bitcast<vec2<u32>>(run.xy);
  workgroupBarrier();
  if (t != 0u || !finite) { return; }
  let tie = select(0.0, exp(valueOf(limit) - top), limit > 0u);
  let goal = draw.uniformNumber * (sum.x + tie * min(sum.y, f32(quota)));
  var left = f32(quota);
  var before = 0.0;
  var chosen = 0u;
  var chosenBefore = 0.0;
  var chosenLeft = left;
  for (var i = 0u; i < THREADS; i++) {
    let sums = bitcast<vec2<f32>>(best_slots[i]);
    let ties = min(sums.y, left);
    let mass = sums.x + tie * ties;
    if (mass > 0.0) {
      chosen = i;
      chosenBefore = before;
      chosenLeft = left;
    }
    left -= ties;
    before += mass;
    if (before > goal) { break; }
  }
  var token = best.y;
  for (var id = chosen * span; id < min(step.codes, (chosen + 1u) * span); id++) {
    let entry = scratch[base + id];
    let tied = entry.x == limit;
    if (entry.x < limit || (tied && chosenLeft < 1.0)) { continue; }
    if (tied) { chosenLeft -= 1.0; }
    token = id;
    chosenBefore += bitcast<f32>(entry.y);
    if (chosenBefore > goal) { break; }
  }
  finishWith(token, draw);
}`,
    workgroups: (draws) => [draws, 1, 1],
  };
}
