import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resizeBicubic } from '../../src/conditioning/bicubic.ts';
import { canny } from '../../src/conditioning/canny.ts';
import {
  CANNY,
  edgesFromSamples,
  edgesOf,
  edgesPicture,
  resampleEdges,
} from '../../src/conditioning/edges.ts';
import { lowResolutionPicture, shrink } from '../../src/conditioning/lowResolution.ts';
import type { Photo } from '../../src/conditioning/photo.ts';

interface Reference {
  readonly bicubicDown: number[];
  readonly bicubicUpRow17: number[];
  readonly bicubicUpSum: number;
  readonly edges: string[];
  readonly stripeEdges: string[];
}

const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference;
const [H, W] = [40, 52];

function photo(): Photo {
  const rgb = new Uint8Array(H * W * 3);
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++)
      for (let c = 0; c < 3; c++)
        rgb[(y * W + x) * 3 + c] =
          Math.trunc(
            127.5 +
              90 * Math.sin(0.31 * x + 0.17 * y * (c + 1)) +
              37 * Math.cos(0.23 * y - 0.11 * x * (c + 2)),
          ) & 255;
  return { height: H, width: W, rgb };
}

function drawing(edges: ArrayLike<number>, channels: number): string[] {
  return Array.from({ length: H }, (_, y) =>
    Array.from({ length: W }, (_, x) => (edges[(y * W + x) * channels] ? '#' : '.')).join(''),
  );
}

describe('Bicubic resize', () => {
  it('equals Pillow, down and up', () => {
    const down = resizeBicubic(photo(), 5, 6);
    expect([...down.rgb]).toEqual(reference.bicubicDown);
    const up = resizeBicubic(down, H, W);
    expect([...up.rgb.subarray(17 * W * 3, 18 * W * 3)]).toEqual(reference.bicubicUpRow17);
    expect(up.rgb.reduce((sum, value) => sum + value, 0)).toBe(reference.bicubicUpSum);
  });

  it('makes the low-resolution condition: an eighth, and back', () => {
    const picture = lowResolutionPicture(shrink(photo()), H, W);
    expect([picture.height, picture.width, picture.channels]).toEqual([H, W, 3]);
    const row = picture.values.subarray(17 * W * 3, 18 * W * 3);
    reference.bicubicUpRow17.forEach((byte, i) => expect(row[i]).toBeCloseTo(byte / 127.5 - 1, 6));
  });
});

describe('Canny edges', () => {
  it('equal scikit-image on a photo, as 0 and 1 in three channels', () => {
    const picture = edgesPicture(edgesOf(photo()), 3);
    expect(drawing(picture.values, 3)).toEqual(reference.edges);
    expect(new Set(picture.values)).toEqual(new Set([0, 1]));
  });

  it('equal scikit-image on diagonal stripes', () => {
    const values = Float64Array.from({ length: H * W }, (_, i) => {
      const [y, x] = [Math.floor(i / W), i % W];
      return ((x + y) % 23 < 11 ? 0.6 : -0.6) + 0.05 * Math.sin(x * 0.9);
    });
    expect(drawing(canny({ height: H, width: W, values }, CANNY), 1)).toEqual(reference.stripeEdges);
  });

  it('finds nothing in a flat picture', () => {
    const rgb = new Uint8Array(20 * 20 * 3).fill(200);
    expect(edgesOf({ height: 20, width: 20, rgb }).edges.some((edge) => edge !== 0)).toBe(false);
  });
});

describe('A map of edges', () => {
  const samples = (data: number[], most: number, channels = 1) => ({
    height: 1,
    width: data.length / channels,
    channels,
    data: Uint8Array.from(data),
    most,
  });

  it('is black and white, nothing in between', () => {
    expect([...edgesFromSamples(samples([0, 255, 0], 255), 'a').edges]).toEqual([0, 1, 0]);
    expect([...edgesFromSamples(samples([0, 1], 1), 'a').edges]).toEqual([0, 1]);
    expect([...edgesFromSamples(samples([255, 255, 255, 0, 0, 0], 255, 3), 'a').edges]).toEqual([1, 0]);
    for (const bad of [samples([0, 128], 255), samples([255, 0, 255, 0, 0, 0], 255, 3)]) {
      expect(() => edgesFromSamples(bad, 'a')).toThrowError(
        expect.objectContaining({ code: 'edges-not-black-and-white' }) as Error,
      );
    }
  });

  it('keeps thin lines when it shrinks, and fills the channels of its stage', () => {
    const map = { height: 1, width: 9, edges: Uint8Array.of(0, 0, 1, 0, 0, 0, 1, 0, 0) };
    expect([...resampleEdges(map, 1, 3).edges]).toEqual([1, 0, 1]);
    expect([...resampleEdges(map, 1, 18).edges].reduce((a, b) => a + b)).toBe(4);
    expect([...edgesPicture(resampleEdges(map, 1, 3), 1).values]).toEqual([1, 0, 1]);
  });
});
