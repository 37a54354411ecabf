import { repeat, type Shader } from '../../wgsl/kernel.ts';
import { PLACE_CODE } from '../place.ts';

const THREADS = 128;
/** Queries of a workgroup, two for each sixteen threads. */
const QUERIES = 16;
/** Keys scored at a time: four for each thread. */
const CHUNK = 64;

export interface AttentionShader extends Shader {
  readonly workgroups: (positions: number) => readonly [number, number, number];
}

/**
 * The reference's single-head attention over all positions of a picture, with an online softmax: scores exist for 16 queries
 * by 64 keys at a time, so memory does not grow with the square of the picture. `qkv` holds query, key and value quads
 * of each position side by side.
 * @param quads channels / 4; a constant, because the sums over values lie in registers
 */
export function pictureAttentionShader(quads: number): AttentionShader {
  /** (four queries, quad) pairs, shared out to the threads. */
  const items = (QUERIES / 4) * quads;
  const rounds = Math.ceil(items / THREADS);
  const stride = 3 * quads;
  return {
    name: `picture-attention-${quads}`,
    group0: PLACE_CODE,
    buffers: [
      { name: 'qkv', type: 'vec4<f32>', access: 'read' },
      { name: 'result', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: /* wgsl */ `
const LOWEST = -3.0e38;
// [query][i]: keys i, i + 16, i + 32, i + 48 of the chunk; scores first, then their exponentials
var<workgroup> weights: array<vec4<f32>, ${QUERIES * 16}>;
var<workgroup> tops: array<f32, ${QUERIES}>;
var<workgroup> shrinks: array<f32, ${QUERIES}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let end = place.width * place.height;
  let firstQuery = place.firstRow * place.width + group.x * ${QUERIES}u;
  let endQuery = place.endRow * place.width;
  let column = t % 16u;
  let two = 2u * (t / 16u);
  ${repeat(2, (r) => `let query${r} = min(firstQuery + two + ${r}u, endQuery - 1u) * ${stride}u;`)}
  ${repeat(2, (r) => `var mass${r} = vec4<f32>();`)}
  ${repeat(rounds, (n) => repeat(4, (r) => `var sum${n}_${r} = vec4<f32>();`))}
  if (t < ${QUERIES}u) { tops[t] = LOWEST; }

  for (var start = 0u; start < end; start += ${CHUNK}u) {
    ${repeat(2, (r) => `var score${r} = vec4<f32>();`)}
    ${repeat(4, (j) => `let key${j} = min(start + column + ${16 * j}u, end - 1u) * ${stride}u + ${quads}u;`)}
    for (var i = 0u; i < ${quads}u; i++) {
      ${repeat(2, (r) => `let q${r} = qkv[query${r} + i];`)}
      ${repeat(4, (j) => `let k${j} = qkv[key${j} + i];`)}
      ${repeat(2, (r) => `score${r} += vec4<f32>(${repeat(4, (j) => `dot(q${r}, k${j})`, ', ')});`)}
    }
    let inside = vec4<u32>(start + column) + vec4<u32>(0u, 16u, 32u, 48u) < vec4<u32>(end);
    ${repeat(2, (r) => `score${r} = select(vec4<f32>(LOWEST), score${r} * ${(4 * quads) ** -0.5}, inside);`)}
    ${repeat(2, (r) => `weights[(two + ${r}u) * 16u + column] = score${r};`)}
    workgroupBarrier();
    if (t < ${QUERIES}u) {
      var highest = weights[t * 16u];
      for (var i = 1u; i < 16u; i++) { highest = max(highest, weights[t * 16u + i]); }
      let top = max(tops[t], max(max(highest.x, highest.y), max(highest.z, highest.w)));
      shrinks[t] = exp(tops[t] - top);
      tops[t] = top;
    }
    workgroupBarrier();
    ${repeat(
      2,
      (r) => `score${r} = exp(score${r} - tops[two + ${r}u]);
    mass${r} = mass${r} * shrinks[two + ${r}u] + score${r};
    weights[(two + ${r}u) * 16u + column] = score${r};`,
    )}
    workgroupBarrier();
    ${repeat(rounds, (n) => sumValues(n, items, quads))}
    workgroupBarrier();
  }

  ${repeat(2, (r) => `weights[(two + ${r}u) * 16u + column] = mass${r};`)}
  workgroupBarrier();
  if (t < ${QUERIES}u) {
    var mass = weights[t * 16u];
    for (var i = 1u; i < 16u; i++) { mass += weights[t * 16u + i]; }
    tops[t] = dot(mass, vec4<f32>(1.0));
  }
  workgroupBarrier();
  ${repeat(
    rounds,
    (n) => `{
    let item = t + ${n * THREADS}u;
    let base = 4u * (item / ${quads}u);
    for (var r = 0u; r < 4u; r++) {
      if (item < ${items}u && firstQuery + base + r < endQuery) {
        result[(firstQuery + base + r) * ${quads}u + item % ${quads}u] = sum${n}_0 / tops[base + r];
      }
      sum${n}_0 = sum${n}_1;
      sum${n}_1 = sum${n}_2;
      sum${n}_2 = sum${n}_3;
    }
  }`,
  )}
}`,
    workgroups: (positions) => [Math.ceil(positions / QUERIES), 1, 1],
  };
}

/** One round of the product of weights and values: a thread's item is four queries and one quad of channels. */
function sumValues(round: number, items: number, quads: number): string {
  const sum = (r: number) => `sum${round}_${r}`;
  return /* wgsl */ `
    if (t + ${round * THREADS}u < ${items}u) {
      let item = t + ${round * THREADS}u;
      let base = 4u * (item / ${quads}u);
      let quad = item % ${quads}u + ${2 * quads}u;
      ${repeat(4, (r) => `${sum(r)} *= shrinks[base + ${r}u];`)}
      for (var i = 0u; i < min(16u, end - start); i++) {
        ${repeat(4, (r) => `let w${r} = weights[(base + ${r}u) * 16u + i];`)}
        ${repeat(4, (j) => `let v${j} = qkv[min(start + i + ${16 * j}u, end - 1u) * ${3 * quads}u + quad];`)}
        ${repeat(4, (r) => `${sum(r)} += ${repeat(4, (j) => `w${r}[${j}] * v${j}`, ' + ')};`)}
      }
    }`;
}
