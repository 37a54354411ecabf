/** A gray picture, row-major. */
export interface Gray {
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

interface Thresholds {
  /** Width of the Gaussian in pixels. */
  readonly sigma: number;
  /** Magnitude from which an edge goes on, and from which one begins. */
  readonly low: number;
  readonly high: number;
}

/**
 * Edges by Canny (1986) as in scikit-image 0.17: Gaussian smoothing that ignores
 * what lies outside, Sobel gradients, interpolated non-maximum suppression, hysteresis over 8-neighbourhoods.
 * @returns 1 on edges, else 0, row-major
 */
export function canny(image: Gray, { sigma, low, high }: Thresholds): Uint8Array {
  const smoothed = smooth(image, sigma);
  const down = sobel(smoothed, 'down');
  const across = sobel(smoothed, 'across');
  const magnitude = down.map((value, i) => Math.hypot(value, across[i]));
  const thin = localMaxima(image.height, image.width, down, across, magnitude);
  return hysteresis(image.height, image.width, thin, magnitude, low, high);
}

/** Gaussian of zero-padded values divided by the Gaussian of the padding's mask. */
function smooth(image: Gray, sigma: number): Gray {
  const radius = Math.floor(4 * sigma + 0.5);
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const weights = kernel.map((weight) => weight / sum);
  const blurred = blur(image, weights, radius);
  const cover = blur({ ...image, values: new Float64Array(image.values.length).fill(1) }, weights, radius);
  return { ...image, values: blurred.map((value, i) => value / (cover[i] + Number.EPSILON)) };
}

function blur({ height, width, values }: Gray, weights: readonly number[], radius: number): Float64Array {
  const pass = (from: Float64Array, vertical: boolean): Float64Array => {
    const out = new Float64Array(from.length);
    const limit = vertical ? height : width;
    const stride = vertical ? width : 1;
    for (let i = 0; i < from.length; i++) {
      const place = vertical ? Math.floor(i / width) : i % width;
      for (let k = -radius; k <= radius; k++) {
        if (place + k >= 0 && place + k < limit) out[i] += weights[k + radius] * from[i + k * stride];
      }
    }
    return out;
  };
  return pass(pass(values, true), false);
}

/** Sobel with mirrored borders: difference along one axis, [1 2 1] along the other. */
function sobel({ height, width, values }: Gray, axis: 'down' | 'across'): Float64Array {
  const at = (row: number, column: number): number =>
    values[Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))];
  return Float64Array.from(values, (_, i) => {
    const row = Math.floor(i / width);
    const column = i % width;
    let sum = 0;
    for (const side of [-1, 0, 1]) {
      const weight = side === 0 ? 2 : 1;
      sum +=
        axis === 'down'
          ? weight * (at(row + 1, column + side) - at(row - 1, column + side))
          : weight * (at(row + side, column + 1) - at(row + side, column - 1));
    }
    return sum;
  });
}

/**
 * Points whose magnitude is not exceeded along the gradient, where the two neighbours are interpolated between
 * the nearest axis neighbour and the diagonal one. The outermost pixels never count.
 */
function localMaxima(
  height: number,
  width: number,
  down: Float64Array,
  across: Float64Array,
  magnitude: Float64Array,
): Uint8Array {
  const thin = new Uint8Array(magnitude.length);
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column;
      if (magnitude[i] === 0) continue;
      const steep = Math.abs(down[i]) >= Math.abs(across[i]);
      const same = down[i] * across[i] >= 0;
      const diagonal = same ? width + 1 : 1 - width;
      const straight = steep ? Math.sign(diagonal) * width : 1;
      const weight = Math.abs(steep ? across[i] / down[i] : down[i] / across[i]);
      const reach = (sign: number): number =>
        magnitude[i + sign * diagonal] * weight + magnitude[i + sign * straight] * (1 - weight);
      if (reach(1) <= magnitude[i] && reach(-1) <= magnitude[i]) thin[i] = 1;
    }
  }
  return thin;
}

function hysteresis(
  height: number,
  width: number,
  thin: Uint8Array,
  magnitude: Float64Array,
  low: number,
  high: number,
): Uint8Array {
  const edges = new Uint8Array(thin.length);
  const open: number[] = [];
  thin.forEach((is, i) => {
    if (is === 1 && magnitude[i] >= high) open.push(i);
  });
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    if (edges[i] === 1) continue;
    edges[i] = 1;
    const row = Math.floor(i / width);
    const column = i % width;
    for (let r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(width - 1, column + 1); c++) {
        const j = r * width + c;
        if (thin[j] === 1 && edges[j] === 0 && magnitude[j] >= low) open.push(j);
      }
    }
  }
  return edges;
}
