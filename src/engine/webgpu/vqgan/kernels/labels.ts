import { FORMAT_HELPERS, FORMATS } from '../../wgsl/format.ts';
import { PLACE_CODE } from '../place.ts';
import { ROW_THREADS, type RowShader, rowWorkgroups } from './pixels.ts';

/**
 * The first convolution of a segmentation stage as a gather over the label map: under each of the nine taps, each pixel of the patch
 * adds the weights of its own label. The one-hot map that the reference convolves (182 channels: 509 MB at 1024x683) never
 * exists. Weights lie as packConvolution.ts packs them, input = label * patch^2 + pixel of the patch.
 */
export function labelsShader(weightFormat: 'f32' | 'f16'): RowShader {
  const format = FORMATS[weightFormat];
  return {
    name: `labels-${weightFormat}`,
    group0: PLACE_CODE,
    buffers: [
      { name: 'labels', type: 'u32', access: 'read' },
      { name: 'weights', type: format.quadType, access: 'read' },
      { name: 'bias', type: 'vec4<f32>', access: 'read' },
      { name: 'result', type: 'vec4<f32>', access: 'read_write' },
    ],
    code: /* wgsl */ `
${FORMAT_HELPERS}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  ${ROW_THREADS}
  let p = place.patchSize;
  var sum = bias[quad];
  for (var tap = 0u; tap < 9u; tap++) {
    // Above or left of the picture wraps to a very large number.
    let y = row + tap / 3u - 1u;
    let x = column + tap % 3u - 1u;
    if (y >= place.height || x >= place.width) { continue; }
    for (var within = 0u; within < p * p; within++) {
      let label = labels[(y * p + within / p) * place.inputWidth + x * p + within % p];
      let input = label * p * p + within;
      let source = (input / 4u * 9u + tap) * 4u + input % 4u;
      sum += ${format.fromQuad('weights[source * place.outputQuads + quad]')};
    }
  }
  result[at] = sum;
}`,
    workgroups: rowWorkgroups,
  };
}
