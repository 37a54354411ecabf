import { LINEAR_OF_BYTE, oklab } from '../oklab.ts';

/** The mean colour of a tile in OKLab's cylinder. */
export interface TileColours {
  /** 0 to 1, [count]. */
  readonly lightness: Float32Array;
  /** 0 is gray, [count]. */
  readonly chroma: Float32Array;
  /** Radians, -pi to pi, [count]. */
  readonly hue: Float32Array;
}

/** Pictures of all tiles, `columns` a row, each `size` x `size`; rgba is `columns * size` pixels wide. */
interface TilePixels {
  readonly rgba: ArrayLike<number>;
  readonly columns: number;
  readonly size: number;
  readonly count: number;
}

export function tileColours({ rgba, columns, size, count }: TilePixels): TileColours {
  const lightness = new Float32Array(count);
  const chroma = new Float32Array(count);
  const hue = new Float32Array(count);
  const width = columns * size;
  for (let code = 0; code < count; code++) {
    const top = Math.floor(code / columns) * size;
    const left = (code % columns) * size;
    const mean = [0, 0, 0];
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const at = ((top + y) * width + left + x) * 4;
        for (let c = 0; c < 3; c++) mean[c] += LINEAR_OF_BYTE[rgba[at + c]];
      }
    }
    const [red, green, blue] = mean.map((sum) => sum / size ** 2);
    const [l, a, b] = oklab(red, green, blue);
    lightness[code] = l;
    chroma[code] = Math.hypot(a, b);
    hue[code] = Math.atan2(b, a);
  }
  return { lightness, chroma, hue };
}
