import { repeat, type Shader } from '../../wgsl/kernel.ts';
import { PLACE_CODE } from '../place.ts';

const THREADS = 64;
/** Vectors that share every row of the codebook. */
const VECTORS = 8;

/** Result where no distance was a number. */
export const NO_CODE = 0xffffffff;

/**
 * The code with the smallest `offsets[code] + rows[code] . vector`, the lowest of equals: |E|^2 - 2 E.z of the reference's
 * quantizer in float32 (section 1.5), or the negative logits of a gumbel one (1.6). `rows` is [quad][code], so that neighbouring
 * threads read neighbouring words. `place.height` vectors of `place.inputQuads` quads, `place.channels` codes.
 */
export const nearestShader: Shader & {
  readonly workgroups: (vectors: number) => readonly [number, number, number];
} = {
  name: 'nearest-code',
  group0: PLACE_CODE,
  buffers: [
    { name: 'vectors', type: 'vec4<f32>', access: 'read' },
    { name: 'rows', type: 'vec4<f32>', access: 'read' },
    { name: 'offsets', type: 'f32', access: 'read' },
    { name: 'result', type: 'u32', access: 'read_write' },
  ],
  code: /* wgsl */ `
const HIGHEST = 3.4e38;
var<workgroup> least: array<f32, ${THREADS * VECTORS}>;
var<workgroup> codes: array<u32, ${THREADS * VECTORS}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let first = group.x * ${VECTORS}u;
  ${repeat(VECTORS, (v) => `let base${v} = min(first + ${v}u, place.height - 1u) * place.inputQuads;`)}
  ${repeat(VECTORS, (v) => `var best${v} = HIGHEST; var code${v} = ${NO_CODE}u;`)}
  for (var code = t; code < place.channels; code += ${THREADS}u) {
    ${repeat(VECTORS, (v) => `var distance${v} = offsets[code];`)}
    for (var quad = 0u; quad < place.inputQuads; quad++) {
      let row = rows[quad * place.channels + code];
      ${repeat(VECTORS, (v) => `distance${v} += dot(row, vectors[base${v} + quad]);`)}
    }
    ${repeat(VECTORS, (v) => `if (distance${v} < best${v}) { best${v} = distance${v}; code${v} = code; }`)}
  }
  ${repeat(VECTORS, (v) => `least[t * ${VECTORS}u + ${v}u] = best${v}; codes[t * ${VECTORS}u + ${v}u] = code${v};`)}
  workgroupBarrier();
  if (t >= ${VECTORS}u || first + t >= place.height) { return; }
  var distance = least[t];
  var code = codes[t];
  for (var i = 1u; i < ${THREADS}u; i++) {
    let other = least[i * ${VECTORS}u + t];
    let candidate = codes[i * ${VECTORS}u + t];
    if (other < distance || (other == distance && candidate < code)) { distance = other; code = candidate; }
  }
  result[first + t] = code;
}`,
  workgroups: (vectors) => [Math.ceil(vectors / VECTORS), 1, 1],
};
