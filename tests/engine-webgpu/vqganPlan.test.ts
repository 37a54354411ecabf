import { describe, expect, it } from 'vitest';
import type { VqganArchitecture } from '../../src/core/architecture.ts';
import { decoderProgram } from '../../src/engine/webgpu/vqgan/decoderProgram.ts';
import { encoderProgram } from '../../src/engine/webgpu/vqgan/encoderProgram.ts';
import {
  bufferSizes,
  chunksOf,
  growingSizes,
  type PicturePlan,
  planPicture,
  rowsOf,
  shrinkingSizes,
} from '../../src/engine/webgpu/vqgan/plan.ts';
import { PUBLISHED_VQGAN } from '../support/publishedVqgan.ts';

const MEBIBYTE = 2 ** 20;
/** What WebGPU promises of every device. */
const DEFAULT_LIMIT = 128 * MEBIBYTE;

const SHIPPED: VqganArchitecture = {
  ...PUBLISHED_VQGAN,
  channels: 64,
  multipliers: [1, 2, 4],
  residualBlocks: 1,
  zChannels: 32,
  embedDim: 32,
  patch: 4,
  decoderAttention: [false, false, true],
};

const program = decoderProgram(PUBLISHED_VQGAN);
const PICTURE_BYTES = 16 * 16 * 3 * 4;
const plan = (height: number, width: number, bufferBytes = DEFAULT_LIMIT, of = program): PicturePlan =>
  planPicture(of, { sizes: growingSizes(height, width, 5), bufferBytes, pictureBytes: PICTURE_BYTES });
const largest = (one: PicturePlan, of = program): number =>
  Math.max(...of.planes.flatMap((plane) => bufferSizes(plane, one)));

describe('plan of a decode', () => {
  it('has the reference’s order and number of layers', () => {
    const names = program.steps.flatMap((step) => (step.kind === 'convolution' ? step.names : []));
    expect(names.slice(0, 3)).toEqual(['post_quant_conv', 'decoder.conv_in', 'decoder.mid.block_1.conv1']);
    expect(names.at(-1)).toBe('decoder.conv_out');
    // 17 ResBlocks with 2 convolutions, 2 shortcuts, 4 attentions with 4, 4 doublings, and 3 single ones.
    expect(names.length).toBe(17 * 2 + 2 + 4 * 4 + 4 + 3);
    expect(new Set(names).size).toBe(names.length);
  });

  it('keeps one window in one band', () => {
    expect(plan(16, 16).bands).toEqual([{ top: 0, bottom: 16 }]);
    // Two planes of 256 x 256 x 128 float32, the picture twice, the tokens.
    expect(plan(16, 16).peakBytes).toBe(2 * 32 * MEBIBYTE + 2 * 256 * 256 * 12 + 1024);
  });

  it('fits 1280 x 832 of the published models into the default limits', () => {
    const wide = plan(52, 80);
    expect(wide.bands.length).toBe(5);
    expect(largest(wide)).toBeLessThanOrEqual(DEFAULT_LIMIT);
    expect(wide.peakBytes).toBeLessThan(1100 * MEBIBYTE);
  });

  it('fits 1280 x 832 of the shipped model into one band', () => {
    const shipped = decoderProgram(SHIPPED);
    const wide = plan(52, 80, DEFAULT_LIMIT, shipped);
    expect(wide.bands.length).toBe(1);
    expect(wide.peakBytes).toBeLessThan(100 * MEBIBYTE);
  });

  it.each([
    [52, 80, 32],
    [37, 41, 16],
    [16, 16, 3],
    [5, 3, 2],
    [128, 128, 128],
  ])('cuts %d x %d tokens without gap or overlap, buffers of %d MiB', (height, width, mebibytes) => {
    const one = plan(height, width, mebibytes * MEBIBYTE);
    expect(one.bands[0].top).toBe(0);
    expect(one.bands.at(-1)!.bottom).toBe(height);
    one.bands.slice(1).forEach(({ top }, i) => expect(top).toBe(one.bands[i].bottom));
    expect(largest(one)).toBeLessThanOrEqual(mebibytes * MEBIBYTE);
    for (const band of one.bands) {
      const rows = rowsOf({ level: 2, channels: 32, whole: false }, band, one.sizes);
      expect(rows.top - rows.storedTop).toBe(band.top === 0 ? 0 : 1);
      expect(rows.storedBottom - rows.bottom).toBe(band.bottom === height ? 0 : 1);
    }
  });

  it('refuses what cannot be cut', () => {
    // Queries, keys and values of a whole picture: 512 channels each.
    expect(() => plan(160, 160)).toThrow(expect.objectContaining({ code: 'picture-too-large' }));
    expect(() => plan(2, 16, MEBIBYTE)).toThrow(expect.objectContaining({ code: 'picture-too-large' }));
  });

  it('lets every plane go after its last reader', () => {
    const { lastUse } = plan(16, 16);
    program.steps.forEach((step, index) => {
      if ('from' in step) expect(lastUse[step.from]).toBeGreaterThanOrEqual(index);
      if (step.to !== null) expect(lastUse[step.to]).toBeGreaterThan(index);
    });
  });
});

describe('plan of an encode', () => {
  const encoder = encoderProgram(PUBLISHED_VQGAN);
  const planned = (height: number, width: number, bufferBytes: number): PicturePlan =>
    planPicture(encoder, {
      sizes: shrinkingSizes(height, width, 5),
      bufferBytes,
      pictureBytes: PICTURE_BYTES,
    });

  it('has the reference’s order and number of layers', () => {
    const names = encoder.steps.flatMap((step) => (step.kind === 'convolution' ? step.names : []));
    expect(names.slice(0, 2)).toEqual(['encoder.conv_in', 'encoder.down.0.block.0.conv1']);
    expect(names.slice(-2)).toEqual(['encoder.conv_out', 'quant_conv']);
    // 12 ResBlocks with 2 convolutions, 2 shortcuts, 3 attentions with 4, 4 halvings, and 3 single ones.
    expect(names.length).toBe(12 * 2 + 2 + 3 * 4 + 4 + 3);
    expect(new Set(names).size).toBe(names.length);
  });

  it('halves sizes rounding down at each level', () => {
    expect(shrinkingSizes(683, 1023, 5)).toEqual([
      { height: 42, width: 63 },
      { height: 85, width: 127 },
      { height: 170, width: 255 },
      { height: 341, width: 511 },
      { height: 683, width: 1023 },
    ]);
  });

  it.each([
    [832, 1280, 128],
    [683, 1023, 64],
    [79, 95, 2],
  ])('cuts %d x %d pixels without gap or overlap, buffers of %d MiB', (height, width, mebibytes) => {
    const one = planned(height, width, mebibytes * MEBIBYTE);
    expect(one.bands.length).toBeGreaterThan(1);
    expect(largest(one, encoder)).toBeLessThanOrEqual(mebibytes * MEBIBYTE);
    for (const plane of encoder.planes) {
      const rows = one.bands.map((band) => rowsOf(plane, band, one.sizes));
      expect(rows[0].top).toBe(0);
      expect(rows.at(-1)!.bottom).toBe(one.sizes[plane.level].height);
      rows.slice(1).forEach(({ top }, i) => expect(top).toBe(rows[i].bottom));
    }
  });
});

describe('chunks of the statistics', () => {
  it.each([[[1]], [[256, 257]], [[700, 300, 1]], [[1_000_000, 64_960]]])('cover bands of %j', (positions) => {
    const { size, first, count } = chunksOf(positions);
    expect(first[0]).toBe(0);
    positions.forEach((one, i) => {
      const own = (first[i + 1] ?? count) - first[i];
      expect(own * size).toBeGreaterThanOrEqual(one);
      expect((own - 1) * size).toBeLessThan(one);
    });
    expect(count).toBeLessThanOrEqual(2048 + positions.length);
  });
});
