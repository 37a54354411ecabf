import { FORMAT_HELPERS, FORMATS } from '../wgsl/format.ts';
import { type Kernel, repeat } from '../wgsl/kernel.ts';
import { type LaneForm, lanesCode, type Reduction } from '../wgsl/lanes.ts';
import { MOMENTS, normalisedCode, statisticsCode } from '../wgsl/norm.ts';
import { affineCode, type MatrixOptions } from './matrix.ts';

const THREADS = 64;

export interface GemvOptions extends MatrixOptions {
  /** Rows that share one pass over the weights. */
  readonly rows: 1 | 4;
  /** LayerNorm in front, over this many quads; only for one row at a time. */
  readonly normQuads?: number;
}

/**
 * Matrix-vector product for few rows, bound by the bandwidth of the weights. A group of lanes shares four outputs and
 * walks along their weight rows in 16-byte loads, neighbours side by side; the lanes' sums are joined in a fixed order, so
 * the result never depends on timing. With LayerNorm in front a workgroup takes several turns, since
 * every workgroup normalises the row anew.
 */
export function gemvKernel(options: GemvOptions): Kernel {
  const { inputQuads, outputQuads, rows, epilogue, normQuads, count } = options;
  const format = FORMATS[options.format];
  const quadsPerLoad = format.wide / 4;
  const loads = inputQuads / quadsPerLoad;
  const lanes = laneCount(loads);
  const groups = THREADS / lanes;
  const normed = normQuads !== undefined;
  const turns = normed ? Math.max(1, (lanes === THREADS ? 4 : 8) / groups) : 1;

  const readInput = (r: number, q: number) => {
    const quad = `i * ${quadsPerLoad}u + ${q}u`;
    return normed ? `normedRow[${quad}]` : `x[(row + ${r}u) * ${inputQuads}u + ${quad}]`;
  };
  const body = /* wgsl */ `
      ${repeat(rows, (r) => repeat(quadsPerLoad, (q) => `let x${r}_${q} = ${readInput(r, q)};`))}
      ${repeat(
        4,
        (o) => `let w${o} = weights[(quad * 4u + ${o}u) * ${loads}u + i];
      ${repeat(quadsPerLoad, (q) => `let w${o}_${q} = ${format.fromWide(`w${o}`, q)};`)}`,
      )}
      ${repeat(rows, (r) => {
        const sum = (o: number) => repeat(quadsPerLoad, (q) => `dot(w${o}_${q}, x${r}_${q})`, ' + ');
        return `sum${r} += vec4<f32>(${repeat(4, sum, ', ')});`;
      })}`;

  const sums: Reduction = { name: 'sums', type: 'vec4<f32>', join: 'return a + b;', lanes, sets: rows };
  const code = (form: LaneForm) => /* wgsl */ `
${FORMAT_HELPERS}
${lanesCode(form, THREADS, normed ? [MOMENTS, sums] : [sums])}
${normed ? statisticsCode(normQuads, inputQuads) + normalisedCode(inputQuads) : ''}
${affineCode(options)}
${epilogue.code}
${normed ? `var<workgroup> normedRow: array<vec4<f32>, ${inputQuads}>;` : ''}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  findReach(t);
  let lane = t % ${lanes}u;
  let row = ${normed && count === 'draws' ? 'step.first + ' : ''}group.y * ${rows}u;
  ${normed ? stageNormed(inputQuads) : ''}
  for (var turn = 0u; turn < ${turns}u; turn++) {
  let quad = (group.x * ${turns}u + turn) * ${groups}u + t / ${lanes}u;
  ${repeat(rows, (r) => `var sum${r} = vec4<f32>();`)}
  if (quad < ${outputQuads}u) {
    for (var i = lane; i < ${loads}u; i += ${lanes}u) {
      ${body}
    }
  }
  ${repeat(rows, (r) => `sums_put(sum${r}, t, ${r}u);`)}
  sums_meet(t, 0u, ${rows}u);
  let outRow = group.y * ${rows}u + lane;
  if (quad < ${outputQuads}u && lane < ${rows}u && outRow < step.${count}) {
    finish(outRow, quad, affine(quad, sums_take(t, lane)));
  }
  ${turns > 1 ? 'workgroupBarrier();' : ''}
  }
}`;
  return {
    name: options.name,
    buffers: [
      { name: 'x', type: 'vec4<f32>', access: 'read' },
      { name: 'weights', type: format.wideType, access: 'read' },
      { name: 'bias', type: 'vec4<f32>', access: 'read' },
      ...(normed ? [{ name: 'norm', type: 'vec4<f32>', access: 'read' } as const] : []),
      ...epilogue.buffers,
    ],
    code,
    workgroups: (total) => [Math.ceil(outputQuads / (groups * turns)), Math.ceil(total / rows), 1],
  };
}

/** The workgroup normalises its row once, for all its outputs. */
function stageNormed(inputQuads: number): string {
  return /* wgsl */ `
  let moments = statistics(row, t);
  for (var i = t; i < ${inputQuads}u; i += ${THREADS}u) { normedRow[i] = normalised(row, i, moments); }
  workgroupBarrier();`;
}

/** Lanes that share an output: about two loads each, at least four (one for each row of the epilogue). */
function laneCount(loads: number): number {
  let lanes = 4;
  while (lanes < THREADS && lanes * 4 <= loads) lanes *= 2;
  return lanes;
}
