import type { Codebook } from './codebook.ts';

interface Projection {
  /** float32 [codes, 2]. */
  readonly points: Float32Array;
  /** Share of the variance that each axis holds, 0 to 1. */
  readonly shares: readonly [number, number];
}

/** Rounds of rotations; ten are enough for 256 dimensions, the rest is for ill-natured matrices. */
const MOST_SWEEPS = 40;

/**
 * The two principal components of the codebook's rows, exactly: all eigenvectors of the covariance matrix by Jacobi
 * rotations. An axis points where its largest coefficient is positive, so the map does not flip between visits.
 */
export function principalProjection(codebook: Codebook): Projection {
  const { codes, dim, vectors } = codebook;
  const mean = new Float64Array(dim);
  for (let i = 0; i < codes * dim; i++) mean[i % dim] += vectors[i] / codes;
  const { values, axes } = eigenOfSymmetric(covariance(codebook, mean), dim);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const best = [...values.keys()].sort((a, b) => values[b] - values[a] || a - b).slice(0, 2);
  const points = new Float32Array(codes * 2);
  best.forEach((axis, place) => {
    const direction = pointed(Float64Array.from({ length: dim }, (_, i) => axes[i * dim + axis]));
    for (let code = 0; code < codes; code++) {
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += (vectors[code * dim + i] - mean[i]) * direction[i];
      points[code * 2 + place] = sum;
    }
  });
  const share = (place: number) =>
    total > 0 && place in best ? Math.max(0, values[best[place]]) / total : 0;
  return { points, shares: [share(0), share(1)] };
}

function covariance({ codes, dim, vectors }: Codebook, mean: Float64Array): Float64Array {
  const matrix = new Float64Array(dim * dim);
  const row = new Float64Array(dim);
  for (let code = 0; code < codes; code++) {
    for (let i = 0; i < dim; i++) row[i] = vectors[code * dim + i] - mean[i];
    for (let i = 0; i < dim; i++) {
      for (let j = i; j < dim; j++) matrix[i * dim + j] += row[i] * row[j];
    }
  }
  for (let i = 0; i < dim; i++) {
    for (let j = i; j < dim; j++) matrix[j * dim + i] = matrix[i * dim + j] /= Math.max(1, codes - 1);
  }
  return matrix;
}

interface Eigen {
  readonly values: Float64Array;
  /** Eigenvectors as columns, [n, n]. */
  readonly axes: Float64Array;
}

/** Cyclic Jacobi method (Golub and Van Loan, Matrix Computations, 8.5). Changes `a`. */
function eigenOfSymmetric(a: Float64Array, n: number): Eigen {
  const axes = new Float64Array(n * n);
  for (let i = 0; i < n; i++) axes[i * n + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let p = 0; p < n; p++) {
      diagonal += a[p * n + p] ** 2;
      for (let q = p + 1; q < n; q++) off += a[p * n + q] ** 2;
    }
    if (off <= 1e-24 * diagonal) break;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, axes, n, p, q);
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), axes };
}

/** The rotation in the plane (p, q) that makes a[p, q] zero. */
function rotate(a: Float64Array, axes: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p];
    const kq = a[k * n + q];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const pk = a[p * n + k];
    const qk = a[q * n + k];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const kp = axes[k * n + p];
    const kq = axes[k * n + q];
    axes[k * n + p] = c * kp - s * kq;
    axes[k * n + q] = s * kp + c * kq;
  }
}

function pointed(direction: Float64Array): Float64Array {
  let largest = 0;
  direction.forEach((value, i) => {
    if (Math.abs(value) > Math.abs(direction[largest]) + 1e-12) largest = i;
  });
  return direction[largest] < 0 ? direction.map((value) => -value) : direction;
}
