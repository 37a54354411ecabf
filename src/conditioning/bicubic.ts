import type { Photo } from './photo.ts';

/** Fixed-point bits of Pillow's 8-bit resampling. */
const PRECISION = 22;

/** For each output place: the first input place and the weights of consecutive ones, in fixed point. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * Pillow's bicubic resize of 8-bit pictures, to the bit: Keys' kernel with a = -0.5, stretched when shrinking
 * (antialias), columns first, rounded to bytes in between (Pillow, src/libImaging/Resample.c).
 */
export function resizeBicubic(photo: Photo, height: number, width: number): Photo {
  const across = passAcross(photo, tapsOf(photo.width, width));
  return passDown(across, tapsOf(photo.height, height));
}

function kernel(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

function tapsOf(from: number, to: number): Taps[] {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const support = 2 * stretch;
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: end - first }, (_, i) => kernel((i + first - centre + 0.5) / stretch));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    const weights = raw.map((weight) => {
      const fixed = (weight / sum) * 2 ** PRECISION;
      return Math.trunc(fixed + (fixed < 0 ? -0.5 : 0.5));
    });
    return { first, weights };
  });
}

function passAcross({ height, width, rgb }: Photo, taps: readonly Taps[]): Photo {
  const out = new Uint8Array(height * taps.length * 3);
  for (let row = 0; row < height; row++) {
    taps.forEach(({ first, weights }, column) => {
      for (let c = 0; c < 3; c++) {
        const at = (row * width + first) * 3 + c;
        out[(row * taps.length + column) * 3 + c] = weigh(rgb, at, 3, weights);
      }
    });
  }
  return { height, width: taps.length, rgb: out };
}

function passDown({ width, rgb }: Photo, taps: readonly Taps[]): Photo {
  const stride = width * 3;
  const out = new Uint8Array(taps.length * stride);
  taps.forEach(({ first, weights }, row) => {
    for (let i = 0; i < stride; i++) {
      out[row * stride + i] = weigh(rgb, first * stride + i, stride, weights);
    }
  });
  return { height: taps.length, width, rgb: out };
}

function weigh(bytes: Uint8Array, at: number, stride: number, weights: readonly number[]): number {
  let sum = 2 ** (PRECISION - 1);
  for (let i = 0; i < weights.length; i++) sum += bytes[at + i * stride] * weights[i];
  return Math.min(255, Math.max(0, Math.floor(sum / 2 ** PRECISION)));
}
