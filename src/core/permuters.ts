import { TesseraError } from './errors.ts';

/** Index orders of the z sequence in the reference (section 3.1): `out[t] = in[forward[t]]`. */
export type PermuterName =
  'identity' | 'subsample' | 'z-curve' | 'spiral-out' | 'spiral-in' | 'random' | 'alternate';

/**
 * The forward table [height * width] of a permuter.
 * @throws TesseraError `permuter-size` where the order is not defined for that size
 */
export function permutation(name: PermuterName, height: number, width: number): Int32Array {
  const cells = height * width;
  switch (name) {
    case 'identity':
      return Int32Array.from({ length: cells }, (_, t) => t);
    case 'alternate':
      return Int32Array.from({ length: cells }, (_, t) => {
        const row = Math.floor(t / width);
        const column = t % width;
        return row * width + (row % 2 === 0 ? column : width - 1 - column);
      });
    case 'subsample':
      requirePowerOfTwoSquare(name, height, width);
      return Int32Array.from(subsample(rows(height, width)));
    case 'z-curve':
      requirePowerOfTwoSquare(name, height, width);
      return zCurve(height, width);
    case 'spiral-out':
      return spiralOut(requireEvenSquare(name, height, width));
    case 'spiral-in':
      return spiralOut(requireEvenSquare(name, height, width)).reverse();
    case 'random':
      return randomPermutation(cells);
  }
}

/** The inverse table: `backward[forward[t]] = t`. @throws TesseraError `permuter-table` if it is not a bijection */
export function inverse(forward: ArrayLike<number>): Int32Array {
  const backward = new Int32Array(forward.length).fill(-1);
  for (let t = 0; t < forward.length; t++) {
    const cell = forward[t];
    if (!(cell >= 0 && cell < forward.length) || backward[cell] !== -1) {
      throw new TesseraError(
        'permuter-table',
        `the permuter's table is not a permutation (entry ${t} is ${cell})`,
        'the checkpoint is damaged: fetch it again',
      );
    }
    backward[cell] = t;
  }
  return backward;
}

function rows(height: number, width: number): number[][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => row * width + column),
  );
}

/** Split into the four 2x2 phases again and again; (row phase, column phase) is outermost at each level. */
function subsample(grid: number[][]): number[] {
  if (grid.length === 1) return grid[0];
  const phases: number[] = [];
  for (const rowPhase of [0, 1]) {
    for (const columnPhase of [0, 1]) {
      const part = grid
        .filter((_, row) => row % 2 === rowPhase)
        .map((line) => line.filter((_, column) => column % 2 === columnPhase));
      phases.push(...subsample(part));
    }
  }
  return phases;
}

/** Morton order: bits of the column on even places, bits of the row on odd places. */
function zCurve(height: number, width: number): Int32Array {
  const forward = new Int32Array(height * width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let key = 0;
      for (let bit = 0; bit < 15; bit++) {
        key |= ((column >> bit) & 1) << (2 * bit);
        key |= ((row >> bit) & 1) << (2 * bit + 1);
      }
      forward[key] = row * width + column;
    }
  }
  return forward;
}

function spiralOut(size: number): Int32Array {
  const forward: number[] = [];
  let row = size / 2;
  let column = size / 2 - 1;
  const visit = () => forward.push(row * size + column);
  const walk = (steps: number, rowStep: number, columnStep: number) => {
    for (let i = 0; i < steps; i++) {
      row += rowStep;
      column += columnStep;
      visit();
    }
  };
  visit();
  let steps = 0;
  for (let turn = 1; turn <= size / 2; turn++) {
    steps++;
    walk(steps, -1, 0);
    walk(steps, 0, 1);
    steps++;
    if (turn < size / 2) {
      walk(steps, 1, 0);
      walk(steps, 0, -1);
    } else {
      walk(steps - 1, 1, 0);
    }
  }
  return Int32Array.from(forward);
}

/** numpy's legacy `RandomState(1).permutation(n)`: MT19937 seeded by 1, Fisher-Yates with masked rejection. */
function randomPermutation(length: number): Int32Array {
  const next = mersenneTwister(1);
  const values = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    let mask = i;
    for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
    let j = (next() & mask) >>> 0;
    while (j > i) j = (next() & mask) >>> 0;
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

/** MT19937 (Matsumoto, Nishimura 1998), 32-bit outputs. */
function mersenneTwister(seed: number): () => number {
  const N = 624;
  const M = 397;
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let i = 1; i < N; i++) {
    const previous = state[i - 1] ^ (state[i - 1] >>> 30);
    state[i] = Math.imul(1812433253, previous) + i;
  }
  let index = N;
  const twist = () => {
    for (let i = 0; i < N; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    index = 0;
  };
  return () => {
    if (index >= N) twist();
    let y = state[index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  };
}

function requirePowerOfTwoSquare(name: PermuterName, height: number, width: number): void {
  if (height !== width || (height & (height - 1)) !== 0)
    throw sizeError(name, height, width, 'a square whose side is a power of two');
}

function requireEvenSquare(name: PermuterName, height: number, width: number): number {
  if (height !== width || height % 2 !== 0) throw sizeError(name, height, width, 'a square of even side');
  return height;
}

function sizeError(name: PermuterName, height: number, width: number, needed: string): TesseraError {
  return new TesseraError(
    'permuter-size',
    `the ${name} order is not defined for ${height} x ${width} tokens`,
    `it needs ${needed}`,
  );
}
