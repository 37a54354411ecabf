import type { Shader } from '../../wgsl/kernel.ts';
import { PLACE_CODE } from '../place.ts';

const THREADS = 64;

/** Rows of the codebook, one for each token of the grid. `outputQuads` is the padded width of a row. */
export const lookupShader: Shader & {
  readonly workgroups: (values: number) => readonly [number, number, number];
} = {
  name: 'lookup',
  group0: PLACE_CODE,
  buffers: [
    { name: 'tokens', type: 'u32', access: 'read' },
    { name: 'codebook', type: 'vec4<f32>', access: 'read' },
    { name: 'result', type: 'vec4<f32>', access: 'read_write' },
  ],
  code: /* wgsl */ `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let position = place.firstRow * place.width + id.x / place.outputQuads;
  if (position >= place.endRow * place.width) { return; }
  let quad = id.x % place.outputQuads;
  let at = position - place.outputTop * place.width;
  result[at * place.outputQuads + quad] = codebook[tokens[position] * place.outputQuads + quad];
}`,
  workgroups: (values) => [Math.ceil(values / THREADS), 1, 1],
};
