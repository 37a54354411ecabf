import type { Shape } from '../shape.ts';
import { type CacheFormat, cacheLoad, cacheType, FORMAT_HELPERS } from '../wgsl/format.ts';
import { type Kernel, repeat } from '../wgsl/kernel.ts';
import { lanesCode, type Reduction } from '../wgsl/lanes.ts';
import { CHUNK } from './attention.ts';

const THREADS = 64;
/** Query rows of a workgroup. */
const TILE_ROWS = 16;

/** Sixteen lanes share four rows, one in each component. */
const FOUR_ROWS = { type: 'vec4<f32>', lanes: 16, slots: 'ofLanes' } as const;
const TOPS: Reduction = { ...FOUR_ROWS, name: 'tops', join: 'return max(a, b);' };
const MASSES: Reduction = { ...FOUR_ROWS, name: 'masses', join: 'return a + b;' };

/**
 * Attention of many rows that belong to one slot, as in a prefill: 16 query rows share every key and value they read.
 * Scores of 16 rows by 64 positions are a register-tiled product, the softmax is accumulated chunk by chunk, and each
 * thread then sums values for four rows and one quad of channels.
 */
export function attentionTileKernel(shape: Shape, format: CacheFormat): Kernel {
  const { heads, headQuads, attentionStride, blockSize } = shape;
  /** (four rows, quad) pairs, shared out to the threads. */
  const items = 4 * headQuads;
  const rounds = Math.ceil(items / THREADS);
  const load = (base: string, position: string, quad: string) =>
    cacheLoad(format, `cache[(${base} + ${position}) * ${headQuads}u + ${quad}]`);
  return {
    name: 'attention-tile',
    buffers: [
      { name: 'query', type: 'vec4<f32>', access: 'read' },
      { name: 'cache', type: cacheType(format), access: 'read' },
      { name: 'result', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: (lanes) => /* wgsl */ `
${FORMAT_HELPERS}
${lanesCode(lanes, THREADS, [TOPS, MASSES])}
const LOWEST = -3.0e38;
// [row][i]: exponentials of the scores of positions i, i + 16, i + 32, i + 48 of the chunk
var<workgroup> weights: array<vec4<f32>, ${TILE_ROWS * 16}>;
// What the sums so far are multiplied by; at the end what they are divided by.
var<workgroup> factors: array<f32, ${TILE_ROWS}>;

fn highestOf(scores: vec4<f32>) -> f32 { return max(max(scores.x, scores.y), max(scores.z, scores.w)); }

fn lengthOf(row: u32) -> u32 {
  return select(0u, rows[step.rowBase + row].length, row < step.rows);
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  findReach(t);
  let head = group.y;
  let firstRow = group.z * ${TILE_ROWS}u;
  let lastRow = min(firstRow + ${TILE_ROWS - 1}u, step.rows - 1u);
  let slot = rows[step.rowBase + firstRow].slot;
  let end = rows[step.rowBase + lastRow].length;
  let keys = (slot * ${2 * heads}u + head) * ${blockSize}u;
  let values = keys + ${heads * blockSize}u;
  let column = t % 16u;
  let four = 4u * (t / 16u);
  ${repeat(4, (r) => `let query${r} = min(firstRow + four + ${r}u, lastRow) * ${attentionStride}u + head * ${headQuads}u;`)}
  ${repeat(4, (r) => `let length${r} = lengthOf(firstRow + four + ${r}u);`)}
  ${repeat(4, (r) => `var mass${r} = vec4<f32>();`)}
  ${repeat(rounds, (n) => repeat(4, (r) => `var sum${n}_${r} = vec4<f32>();`))}
  var top = vec4<f32>(LOWEST);

  for (var start = 0u; start < end; start += ${CHUNK}u) {
    ${repeat(4, (r) => `var score${r} = vec4<f32>();`)}
    for (var i = 0u; i < ${headQuads}u; i++) {
      ${repeat(4, (r) => `let q${r} = query[query${r} + i];`)}
      ${repeat(4, (j) => `let k${j} = ${load('keys', `min(start + column + ${16 * j}u, end - 1u)`, 'i')};`)}
      ${repeat(4, (r) => `score${r} += vec4<f32>(${repeat(4, (j) => `dot(q${r}, k${j})`, ', ')});`)}
    }
    let positions = vec4<u32>(start + column) + vec4<u32>(0u, 16u, 32u, 48u);
    ${repeat(4, (r) => `score${r} = select(vec4<f32>(LOWEST), score${r}, positions < vec4<u32>(length${r}));`)}
    tops_put(vec4<f32>(${repeat(4, (r) => `highestOf(score${r})`, ', ')}), t, 0u);
    tops_meet(t, 0u, 1u);
    let newTop = max(top, tops_take(t, 0u));
    let shrink = exp(top - newTop);
    top = newTop;
    // A row that sees nothing yet has only LOWEST scores; exp(0) would count them.
    ${repeat(
      4,
      (r) => `score${r} = select(vec4<f32>(), exp(score${r} - top[${r}]), positions < vec4<u32>(length${r}));
    mass${r} = mass${r} * shrink[${r}] + score${r};
    weights[(four + ${r}u) * 16u + column] = score${r};`,
    )}
    if (column == 0u) { ${repeat(4, (r) => `factors[four + ${r}u] = shrink[${r}];`, ' ')} }
    workgroupBarrier();
    ${repeat(rounds, (n) => sumValues(n, items, headQuads, load))}
  }

  masses_put(vec4<f32>(${repeat(4, (r) => `dot(mass${r}, vec4<f32>(1.0))`, ', ')}), t, 0u);
  masses_meet(t, 0u, 1u);
  if (column == 0u) {
    let mass = masses_take(t, 0u);
    ${repeat(4, (r) => `factors[four + ${r}u] = mass[${r}];`, ' ')}
  }
  workgroupBarrier();
  ${repeat(
    rounds,
    (n) => `{
    let item = t + ${n * THREADS}u;
    let base = 4u * (item / ${headQuads}u);
    for (var r = 0u; r < 4u; r++) {
      if (item < ${items}u && firstRow + base + r < step.rows) {
        let at = (firstRow + base + r) * ${attentionStride}u + head * ${headQuads}u + item % ${headQuads}u;
        result[at] = sum${n}_0 / factors[base + r];
      }
      sum${n}_0 = sum${n}_1;
      sum${n}_1 = sum${n}_2;
      sum${n}_2 = sum${n}_3;
    }
  }`,
  )}
}`,
    workgroups: (rows) => [1, heads, Math.ceil(rows / TILE_ROWS)],
  };
}

/** One round of the product of weights and values: a thread's item is four rows and one quad of channels. */
function sumValues(
  round: number,
  items: number,
  headQuads: number,
  load: (base: string, position: string, quad: string) => string,
): string {
  const sum = (r: number) => `sum${round}_${r}`;
  return /* wgsl */ `
    if (t + ${round * THREADS}u < ${items}u) {
      let item = t + ${round * THREADS}u;
      let base = 4u * (item / ${headQuads}u);
      let quad = item % ${headQuads}u;
      ${repeat(4, (r) => `${sum(r)} *= factors[base + ${r}u];`)}
      for (var i = 0u; i < min(16u, end - start); i++) {
        ${repeat(4, (r) => `let w${r} = weights[(base + ${r}u) * 16u + i];`)}
        ${repeat(4, (j) => `let v${j} = ${load('values', `min(start + i + ${16 * j}u, end - 1u)`, 'quad')};`)}
        ${repeat(4, (r) => `${sum(r)} += ${repeat(4, (j) => `w${r}[${j}] * v${j}`, ' + ')};`)}
      }
    }`;
}
