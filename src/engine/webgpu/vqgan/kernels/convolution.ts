import { FORMAT_HELPERS, FORMATS } from '../../wgsl/format.ts';
import { repeat, type Shader } from '../../wgsl/kernel.ts';
import { PLACE_CODE } from '../place.ts';

const THREADS = 64;
/** Neighbouring positions of a row that one thread computes. */
const POSITIONS = 4;

/** Positions and quads of outputs that one workgroup computes. */
interface Tile {
  readonly width: number;
  readonly height: number;
  readonly quads: number;
  readonly quadsPerThread: number;
}

/** Each thread holds 4 positions by 8 outputs. */
const SQUARE: Tile = { width: 8, height: 8, quads: 8, quadsPerThread: 2 };
/** For the last convolution of most models, which has three outputs. */
const NARROW: Tile = { width: 16, height: 16, quads: 1, quadsPerThread: 1 };

/** How input and output lie to each other: equal, doubled by nearest neighbour first, or every second position. */
type Resize = 'none' | 'up' | 'down';

export interface ConvolutionOptions {
  readonly size: 1 | 3;
  readonly resize: Resize;
  /** GroupNorm of the input, with or without SiLU after it: gain and offset of each channel come in `affine`. */
  readonly norm: 'none' | 'affine' | 'silu';
  /** Overwrite, add in place (residual), or write pixels through depth-to-space. */
  readonly result: 'store' | 'add' | 'picture';
  readonly format: 'f32' | 'f16';
  /** Four outputs at most; many more positions a workgroup then. */
  readonly narrow?: boolean;
}

export interface ConvolutionShader extends Shader {
  /** Workgroups that cover some rows. */
  readonly workgroups: (
    rows: number,
    width: number,
    outputQuads: number,
  ) => readonly [number, number, number];
  /** Rows of a dispatch should be a multiple of this. */
  readonly tileRows: number;
}

/**
 * 3x3 or 1x1 convolution as an implicit matrix product. A patch of the input passes through workgroup memory one quad
 * of channels at a time (four for 1x1), normalised and activated on the way in: nine taps and all outputs of the
 * tile share that work, and the normalised picture is never stored, which would be the largest buffer of all. Positions
 * outside of the picture are zeros after the activation, as the reference pads.
 */
export function convolutionShader(options: ConvolutionOptions): ConvolutionShader {
  const { size, resize, norm, result } = options;
  const tile = options.narrow ? NARROW : SQUARE;
  const format = FORMATS[options.format];
  const taps = size * size;
  const stage = size === 3 ? 1 : 4;
  const step = resize === 'down' ? 2 : 1;
  const patchWidth = step * (tile.width - 1) + size;
  const patchHeight = step * (tile.height - 1) + size;
  /** One more than needed: neighbouring threads then read from different banks. */
  const pitch = patchWidth + 1;
  const patchQuads = pitch * patchHeight;
  const across = tile.width / POSITIONS;
  const groups = tile.quads / tile.quadsPerThread;
  if (across * tile.height * groups !== THREADS) throw new RangeError('a tile must employ 64 threads');
  const reach = step * (POSITIONS - 1) + size;
  // The reference pads downsampling on the right and below only (section 1.1).
  const before = size === 3 && resize !== 'down' ? 1 : 0;
  const staged = stage * patchWidth * patchHeight;
  const factors = stage * taps * 4 * tile.quads;
  const inputAt = resize === 'up' ? ['row >> 1u', 'column >> 1u'] : ['row', 'column'];
  const sum = (p: number, q: number) => `sum${p}_${q}`;
  const perThread = tile.quadsPerThread;
  const pairs = (code: (p: number, q: number) => string) =>
    repeat(POSITIONS, (p) => repeat(perThread, (q) => code(p, q)));

  const code = /* wgsl */ `
${FORMAT_HELPERS}
var<workgroup> inputs: array<vec4<f32>, ${stage * patchQuads}>;
// [quad][tap][input of the quad][output quad]
var<workgroup> factors: array<vec4<f32>, ${factors}>;

${normCode(norm)}
${resultCode(result)}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) t: u32) {
  let left = group.x * ${tile.width}u;
  let top = place.firstRow + group.y * ${tile.height}u;
  let firstQuad = group.z * ${tile.quads}u;
  let column4 = (t % ${across}u) * ${POSITIONS}u;
  let line = (t / ${across}u) % ${tile.height}u;
  let part = t / ${across * tile.height}u * ${perThread}u;
  let seenWidth = place.inputWidth${resize === 'up' ? ' * 2u' : ''};
  let seenHeight = place.inputHeight${resize === 'up' ? ' * 2u' : ''};
  ${pairs((p, q) => `var ${sum(p, q)} = vec4<f32>();`)}
  for (var start = 0u; start < place.inputQuads; start += ${stage}u) {
    for (var index = t; index < ${staged}u; index += ${THREADS}u) {
      let inner = index % ${stage}u;
      let spot = index / ${stage}u;
      let spotRow = spot / ${patchWidth}u;
      let spotColumn = spot % ${patchWidth}u;
      // Above or left of the picture wraps to a very large number.
      let row = top * ${step}u + spotRow - ${before}u;
      let column = left * ${step}u + spotColumn - ${before}u;
      let quad = start + inner;
      var value = vec4<f32>();
      if (row < seenHeight && column < seenWidth && quad < place.inputQuads) {
        let at = ((${inputAt[0]}) - place.inputTop) * place.inputWidth + (${inputAt[1]});
        value = prepared(x[at * place.inputQuads + quad], quad);
      }
      inputs[inner * ${patchQuads}u + spotRow * ${pitch}u + spotColumn] = value;
    }
    for (var index = t; index < ${factors}u; index += ${THREADS}u) {
      let quad = firstQuad + index % ${tile.quads}u;
      let source = start * ${taps * 4}u + index / ${tile.quads}u;
      var value = vec4<f32>();
      if (quad < place.outputQuads && source < place.inputQuads * ${taps * 4}u) {
        value = ${format.fromQuad('weights[source * place.outputQuads + quad]')};
      }
      factors[index] = value;
    }
    workgroupBarrier();
    for (var inner = 0u; inner < ${stage * size}u; inner++) {
      let base = inner / ${size}u * ${patchQuads}u + (line * ${step}u + inner % ${size}u) * ${pitch}u + column4 * ${step}u;
      ${repeat(reach, (i) => `let x${i} = inputs[base + ${i}u];`)}
      ${repeat(size, (dx) =>
        repeat(
          4,
          (i) => `{
        let at = ((inner * ${size}u + ${dx}u) * 4u + ${i}u) * ${tile.quads}u + part;
        ${repeat(perThread, (q) => `let w${q} = factors[at + ${q}u];`)}
        ${pairs((p, q) => `${sum(p, q)} += x${p * step + dx}[${i}] * w${q};`)}
      }`,
        ),
      )}
    }
    workgroupBarrier();
  }
  let row = top + line;
  if (row >= place.endRow) { return; }
  ${repeat(perThread, (q) => `let quad${q} = firstQuad + part + ${q}u;`)}
  // A loop, because software drivers take long to compile every copy of what follows.
  for (var p = 0u; p < ${POSITIONS}u; p++) {
    let column = left + column4 + p;
    if (column < place.width) {
      ${repeat(perThread, (q) => `if (quad${q} < place.outputQuads) { finish(row, column, quad${q}, ${sum(0, q)} + bias[quad${q}]); }`)}
    }
    ${repeat(perThread, (q) => repeat(POSITIONS - 1, (p) => `${sum(p, q)} = ${sum(p + 1, q)};`))}
  }
}`;
  return {
    name: nameOf(options),
    group0: PLACE_CODE,
    buffers: [
      { name: 'x', type: 'vec4<f32>', access: 'read' },
      { name: 'weights', type: format.quadType, access: 'read' },
      { name: 'bias', type: 'vec4<f32>', access: 'read' },
      ...(norm === 'none' ? [] : [{ name: 'affine', type: 'vec4<f32>', access: 'read' } as const]),
      { name: 'result', type: result === 'picture' ? 'f32' : 'vec4<f32>', access: 'read_write' },
    ],
    code,
    tileRows: tile.height,
    workgroups: (rows, width, outputQuads) => [
      Math.ceil(width / tile.width),
      Math.ceil(rows / tile.height),
      Math.ceil(outputQuads / tile.quads),
    ],
  };
}

function nameOf({ size, resize, norm, result, format, narrow }: ConvolutionOptions): string {
  return ['convolution', `${size}x${size}`, resize, norm, result, format, narrow ? 'narrow' : '']
    .filter((part) => part !== '' && part !== 'none')
    .join('-');
}

/** `prepared(value, quad)`: what the taps see of an input. */
function normCode(norm: ConvolutionOptions['norm']): string {
  if (norm === 'none') return 'fn prepared(value: vec4<f32>, quad: u32) -> vec4<f32> { return value; }';
  // e^80 is finite in float32, and the quotient below it is zero to all digits that matter.
  const activated = norm === 'silu' ? 'n / (1.0 + exp(-max(n, vec4<f32>(-80.0))))' : 'n';
  return /* wgsl */ `
fn prepared(value: vec4<f32>, quad: u32) -> vec4<f32> {
  let n = value * affine[quad] + affine[place.inputQuads + quad];
  return ${activated};
}`;
}

/** `finish(row, column, quad, value)`: where four outputs of a position go. */
function resultCode(result: ConvolutionOptions['result']): string {
  if (result === 'picture') {
    // Channel c, row dy, column dx of a patch lie at c*p*p + dy*p + dx, torch's pixel_shuffle order.
    return /* wgsl */ `
fn finish(row: u32, column: u32, quad: u32, value: vec4<f32>) {
  let p = place.patchSize;
  for (var i = 0u; i < 4u; i++) {
    let output = quad * 4u + i;
    let channel = output / (p * p);
    if (channel >= place.channels) { return; }
    let y = (row - place.outputTop) * p + output / p % p;
    let pixel = y * place.width * p + column * p + output % p;
    result[pixel * place.channels + channel] = value[i];
  }
}`;
  }
  return /* wgsl */ `
fn finish(row: u32, column: u32, quad: u32, value: vec4<f32>) {
  let at = ((row - place.outputTop) * place.width + column) * place.outputQuads + quad;
  result[at] ${result === 'add' ? '+=' : '='} value;
}`;
}
