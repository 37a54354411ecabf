import type { Shader } from '../../wgsl/kernel.ts';
import { PLACE_CODE } from '../place.ts';

const THREADS = 64;

/** Workgroups for some rows of so many quads: rows are counted apart, since a dimension has 65,535 workgroups at most. */
export function rowWorkgroups(rows: number, width: number, quads: number): readonly [number, number, number] {
  return [Math.ceil((width * quads) / THREADS), rows, 1];
}

/** A thread's row and column of the picture and its quad of channels; in `main(@builtin(global_invocation_id) id)`. */
export const ROW_THREADS = /* wgsl */ `
  let quad = id.x % place.outputQuads;
  let column = id.x / place.outputQuads;
  let row = place.firstRow + id.y;
  if (column >= place.width || row >= place.endRow) { return; }
  let at = ((row - place.outputTop) * place.width + column) * place.outputQuads + quad;`;

export interface RowShader extends Shader {
  readonly workgroups: typeof rowWorkgroups;
}

/**
 * Pixels [row][column][channel] become a plane: space-to-depth in torch's pixel_unshuffle order (networks/vqgan/patch.ts), channels
 * padded to quads with zeros. Rows and columns that make no whole patch are left out.
 */
export const pixelsShader: RowShader = {
  name: 'pixels',
  group0: PLACE_CODE,
  buffers: [
    { name: 'pixels', type: 'f32', access: 'read' },
    { name: 'result', type: 'vec4<f32>', access: 'read_write' },
  ],
  code: /* wgsl */ `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  ${ROW_THREADS}
  let p = place.patchSize;
  var value = vec4<f32>();
  for (var i = 0u; i < 4u; i++) {
    let input = quad * 4u + i;
    let channel = input / (p * p);
    if (channel < place.channels) {
      let y = row * p + input / p % p - place.inputTop;
      let x = column * p + input % p;
      value[i] = pixels[(y * place.inputWidth + x) * place.channels + channel];
    }
  }
  result[at] = value;
}`,
  workgroups: rowWorkgroups,
};
