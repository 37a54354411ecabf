import { floatToHalf } from '../../checkpoint/float16.ts';
import { distributionOf } from '../../core/draw.ts';
import { guideLogits } from '../../core/guidance.ts';
import { TesseraError } from '../../core/errors.ts';
import { attentionKernel, attentionMergeKernel } from './kernels/attention.ts';
import { attentionTileKernel } from './kernels/attentionTile.ts';
import { drawKernel } from './kernels/draw.ts';
import { embedKernel } from './kernels/embed.ts';
import { gatherKernel } from './kernels/gather.ts';
import { guideKernel } from './kernels/guide.ts';
import { normKernel } from './kernels/norm.ts';
import { type KernelCheck, refuseWrong } from './kernelCheck.ts';
import { chooseLaneForm, laneFormOf } from './laneChoice.ts';
import { attend, layerNorm } from './oracle/math.ts';
import { runProbe } from './probe.ts';
import { productErrors } from './selfTestProducts.ts';
import { largestDifference, rowsOf, SHAPE, wave } from './selfTestValues.ts';
import { embeddingFormat } from './weights.ts';
import { type CacheFormat, cacheFormatFor, type WeightFormat } from './wgsl/format.ts';

/** Far above rounding, far below any real mistake: all values are of the order of one. */
const TOLERANCE = 1e-3;

/**
 * Runs every kind of kernel that an engine of this format uses on this device, over small known values. Drivers have been
 * seen to return zeros or to miscompile; what they say of themselves does not tell. Where kernels that use subgroups are
 * wrong or refused, the device does without them from then on.
 * @throws TesseraError `gpu-kernels-wrong` naming the kernels whose results are wrong, `kernel-refused`
 */
export async function selfTest(device: GPUDevice, format: WeightFormat = 'f16'): Promise<KernelCheck[]> {
  if (laneFormOf(device) === 'subgroups') {
    const checks = await checksOf(device, format).catch(refusedOnly);
    if (checks?.every(({ ok }) => ok)) return checks;
    chooseLaneForm(device, 'memory');
  }
  const checks = await checksOf(device, format);
  refuseWrong(checks);
  return checks;
}

/** Null for a kernel that the driver refuses; everything else is thrown on. */
function refusedOnly(error: unknown): null {
  if (error instanceof TesseraError && error.code === 'kernel-refused') return null;
  throw error;
}

async function checksOf(device: GPUDevice, format: WeightFormat): Promise<KernelCheck[]> {
  const cache = cacheFormatFor(format);
  const errors: [string, number][] = [
    ...(await productErrors(device, format, cache)),
    ['norm', await normError(device)],
    ['embed', await embedError(device, embeddingFormat(format))],
    ['gather', await gatherError(device)],
    ...(await attentionErrors(device, cache)),
    ['guide', await guideError(device)],
    ['draw', await drawError(device)],
  ];
  return errors.map(([kernel, error]) => ({ kernel, error, ok: error < TOLERANCE }));
}

async function normError(device: GPUDevice): Promise<number> {
  const { width } = SHAPE;
  const x = wave(3 * width, 5).map((value) => 20 + value);
  const norm = wave(2 * width, 6);
  const [scale, shift] = rowsOf(norm, width);
  const probe = { kernel: normKernel(SHAPE, 'rows'), buffers: { x, norm, result: x.length }, count: 3 };
  const expected = rowsOf(x, width).flatMap((row) => layerNorm(row, scale, shift));
  return largestDifference(await runProbe(device, probe, 'result'), expected);
}

async function embedError(device: GPUDevice, format: 'f32' | 'f16'): Promise<number> {
  const { width } = SHAPE;
  const [tokenValues, positionValues] = [wave(8 * width, 12), wave(8 * width, 13)];
  const stored = (values: Float32Array) => (format === 'f16' ? floatToHalf(values) : values);
  const [tokenRows, positionRows] = [stored(tokenValues), stored(positionValues)];
  const rows = [3, 7, 0].map((token, i) => ({ token: i, position: 2 * i, slot: 0, length: 1, id: token }));
  const tokens = Uint32Array.from(rows, ({ id }) => id);
  const buffers = { tokens, tokenRows, positionRows, x: 3 * width };
  const words = await runProbe(device, { kernel: embedKernel(SHAPE, format), buffers, rows }, 'x');
  const [a, b] = [tokenValues, positionValues].map((table) => rowsOf(table, width));
  const expected = rows.flatMap(({ id, position }) => a[id].map((value, i) => value + b[position][i]));
  return largestDifference(words, expected);
}

async function gatherError(device: GPUDevice): Promise<number> {
  const { width } = SHAPE;
  const [x, query] = [wave(4 * width, 10), wave(4 * width, 11)];
  const draws = [3, 1].map((row, i) => ({ cell: 0, result: i, u: 0, row }));
  const buffers = { x, query, drawX: 2 * width, drawQuery: 2 * width };
  const probe = { kernel: gatherKernel(SHAPE), buffers, draws };
  const picked = (from: Float32Array) => draws.flatMap(({ row }) => rowsOf(from, width)[row]);
  const first = largestDifference(await runProbe(device, probe, 'drawX'), picked(x));
  return Math.max(first, largestDifference(await runProbe(device, probe, 'drawQuery'), picked(query)));
}

async function attentionErrors(device: GPUDevice, format: CacheFormat): Promise<[string, number][]> {
  const { heads, headQuads, blockSize, attentionStride } = SHAPE;
  const channels = 4 * headQuads;
  const count = 18;
  const rows = Array.from({ length: count }, (_, i) => {
    const length = blockSize - count + 1 + i;
    return { token: 0, position: length - 1, slot: 0, length };
  });
  const query = wave(count * attentionStride * 4, 7);
  const cache = wave(2 * heads * blockSize * channels, 8);
  const part = (index: number, length: number) =>
    rowsOf(cache, channels).slice(index * blockSize, index * blockSize + length);
  const expected = rows.flatMap(({ length }, r) =>
    Array.from({ length: heads }, (_, h) => {
      const at = 4 * (r * attentionStride + h * headQuads);
      const own = [...query.subarray(at, at + channels)];
      return attend(own, part(h, length), part(heads + h, length));
    }).flat(),
  );
  const splits = 2;
  const words = 4 * count * attentionStride;
  const sums = 4 * count * splits * heads * (headQuads + 1);
  const stored = format === 'f16' ? floatToHalf(cache) : cache;
  const buffers = { query, cache: stored, result: words, splitSums: sums };
  const kernel = attentionKernel(SHAPE, format);
  const merge = attentionMergeKernel(SHAPE);
  const whole = await runProbe(device, { kernel, buffers, rows }, 'result');
  const split = await runProbe(device, { kernel, buffers, rows, splits }, 'splitSums');
  const splitSums = new Float32Array(split.buffer as ArrayBuffer);
  const merged = { kernel: merge, buffers: { splitSums, result: words }, rows, splits };
  const tile = { kernel: attentionTileKernel(SHAPE, format), buffers, rows };
  return [
    ['attention', largestDifference(whole, expected)],
    ['attention merge', largestDifference(await runProbe(device, merged, 'result'), expected)],
    ['attention tile', largestDifference(await runProbe(device, tile, 'result'), expected)],
  ];
}

/** Share of draws that differ from core/draw.ts; the uniform numbers lie far from every edge. */
async function guideError(device: GPUDevice): Promise<number> {
  const stride = 4 * SHAPE.vocabularyQuads;
  const logits = wave(4 * stride, 11);
  const draws = [0, 1].map((row) => ({ cell: 0, result: row, u: 0, row }));
  const settings = { temperature: 1, topK: 0, topP: 1, greedy: false, codes: 1, guidance: 1.5 };
  const words = await runProbe(
    device,
    { kernel: guideKernel(SHAPE), buffers: { logits }, draws, settings },
    'logits',
  );
  const expected = guideLogits(logits.subarray(0, 2 * stride), logits.subarray(2 * stride), 1.5);
  return largestDifference(words, [...expected]);
}

async function drawError(device: GPUDevice): Promise<number> {
  const { vocabulary, vocabularyQuads } = SHAPE;
  const settings = { temperature: 0.8, topK: 12, topP: 0.9, greedy: false };
  const logits = wave(vocabulary, 9).map((value) => 3 * value);
  const { ids, probabilities } = distributionOf(logits, settings, vocabulary);
  let before = 0;
  const draws = Array.from(ids, (id, i) => {
    const u = before + probabilities[i] / 2;
    before += probabilities[i];
    return { cell: i, result: i, u, row: i, id };
  });
  const rows = new Float32Array(draws.length * 4 * vocabularyQuads);
  draws.forEach((_, i) => rows.set(logits, i * 4 * vocabularyQuads));
  const buffers = { logits: rows, scratch: 2 * rows.length, tokens: draws.length, results: draws.length };
  const probe = { kernel: drawKernel(SHAPE), buffers, draws, settings: { ...settings, codes: vocabulary } };
  const words = await runProbe(device, probe, 'results');
  return draws.filter(({ id }, i) => words[i] !== id + 1).length / draws.length;
}
