/** How close a reconstruction is. Pictures are bytes, row-major [height, width, channels], of the same size. */
export interface Bytes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** Peak signal-to-noise ratio in dB; null for equal pictures, whose ratio is infinite. */
export function psnr(a: Bytes, b: Bytes): number | null {
  let sum = 0;
  a.data.forEach((value, i) => (sum += (value - b.data[i]) ** 2));
  return sum === 0 ? null : 10 * Math.log10(255 ** 2 / (sum / a.data.length));
}

const WINDOW = 11;
const SIGMA = 1.5;

/**
 * Mean structural similarity of the luma (Wang, Bovik, Sheikh, Simoncelli 2004): 11x11 Gaussian window of sigma
 * 1.5, only where it fits. null for pictures smaller than the window.
 */
export function ssim(a: Bytes, b: Bytes): number | null {
  if (a.height < WINDOW || a.width < WINDOW) return null;
  const x = luma(a);
  const y = luma(b);
  const blur = (values: Float64Array): Float64Array => blurValid(values, a.height, a.width);
  const product = (p: Float64Array, q: Float64Array): Float64Array => p.map((value, i) => value * q[i]);
  const meanX = blur(x);
  const meanY = blur(y);
  const squareX = blur(product(x, x));
  const squareY = blur(product(y, y));
  const cross = blur(product(x, y));
  const c1 = 0.01 ** 2;
  const c2 = 0.03 ** 2;
  let sum = 0;
  meanX.forEach((mx, i) => {
    const my = meanY[i];
    const spread = squareX[i] - mx * mx + (squareY[i] - my * my) + c2;
    const shared = 2 * (cross[i] - mx * my) + c2;
    sum += ((2 * mx * my + c1) * shared) / ((mx * mx + my * my + c1) * spread);
  });
  return sum / meanX.length;
}

/** Rec. 601 luma, 0 to 1. */
function luma({ channels, data }: Bytes): Float64Array {
  return Float64Array.from({ length: data.length / channels }, (_, i) => {
    const at = i * channels;
    if (channels < 3) return data[at] / 255;
    return (0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]) / 255;
  });
}

function blurValid(values: Float64Array, height: number, width: number): Float64Array {
  const raw = Array.from({ length: WINDOW }, (_, i) => Math.exp(-((i - 5) ** 2) / (2 * SIGMA ** 2)));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / total);
  const across = new Float64Array(height * (width - WINDOW + 1));
  const columns = width - WINDOW + 1;
  across.forEach((_, i) => {
    const from = Math.floor(i / columns) * width + (i % columns);
    for (let k = 0; k < WINDOW; k++) across[i] += weights[k] * values[from + k];
  });
  const out = new Float64Array((height - WINDOW + 1) * columns);
  out.forEach((_, i) => {
    for (let k = 0; k < WINDOW; k++) out[i] += weights[k] * across[i + k * columns];
  });
  return out;
}
