import { describe, expect, it } from 'vitest';

import { fitted } from '../../../src/studio/reconstruct/readPhoto.ts';
import { heat, judge } from '../../../src/studio/reconstruct/judge.ts';

const height = 12;
const width = 12;
const rgb = Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 37) % 200);

function decodedFrom(change: (value: number, i: number) => number) {
  const rgba = new Uint8ClampedArray(height * width * 4).fill(255);
  rgb.forEach((value, i) => (rgba[Math.floor(i / 3) * 4 + (i % 3)] = change(value, i)));
  return { top: 0, left: 0, height, width, rgba };
}

const made = {
  name: 'a.png',
  photo: { height, width, rgb },
  grid: { height: 2, width: 2, tokens: Int32Array.of(3, 3, 7, 1) },
  latents: { height: 2, width: 2, channels: 1, values: new Float32Array(4) },
};

describe('a reconstruction', () => {
  it('that is perfect has no error and an infinite ratio', () => {
    const same = judge(
      made,
      decodedFrom((value) => value),
    );
    expect(same.psnr).toBeNull();
    expect(same.ssim).toBeCloseTo(1, 10);
    expect(same.error.most).toBe(0);
    expect(same.codesUsed).toBe(3);
  });

  it('that is off by ten everywhere has the PSNR of that', () => {
    const off = judge(
      made,
      decodedFrom((value) => value + 10),
    );
    expect(off.psnr).toBeCloseTo(20 * Math.log10(255 / 10), 10);
    expect([...new Set(off.error.pixels)]).toEqual([10]);
    expect(off.ssim).toBeLessThan(1);
  });
});

describe('the heat of an error', () => {
  it('rises in lightness from none to the most', () => {
    const values = Float32Array.from({ length: 11 }, (_, i) => i);
    const rgba = heat(values, 10);
    const light = Array.from(
      values,
      (_, i) => 0.3 * rgba[i * 4] + 0.59 * rgba[i * 4 + 1] + 0.11 * rgba[i * 4 + 2],
    );
    expect(light[0]).toBe(0);
    expect(light).toEqual([...light].sort((a, b) => a - b));
    expect(heat([0, 0], 0)[3]).toBe(255);
  });
});

describe('the size of a photo', () => {
  it('is whole tokens, no longer than asked and in about its own shape', () => {
    expect(fitted({ width: 4000, height: 3000 }, 512, 16)).toEqual({ width: 512, height: 384 });
    expect(fitted({ width: 100, height: 4000 }, 512, 16)).toEqual({ width: 16, height: 512 });
    expect(fitted({ width: 200, height: 90 }, 512, 16)).toEqual({ width: 208, height: 96 });
    expect(fitted({ width: 3, height: 3 }, 256, 16)).toEqual({ width: 16, height: 16 });
    expect(fitted({ width: 500, height: 500 }, 250, 16).width).toBe(240);
  });
});
