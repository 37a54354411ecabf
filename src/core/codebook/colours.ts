/** The mean colour of a tile in OKLab's cylinder (Ottosson 2020): even steps look even. */
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
        for (let c = 0; c < 3; c++) mean[c] += LINEAR[rgba[at + c]];
      }
    }
    const [l, a, b] = oklab(mean.map((sum) => sum / size ** 2));
    lightness[code] = l;
    chroma[code] = Math.hypot(a, b);
    hue[code] = Math.atan2(b, a);
  }
  return { lightness, chroma, hue };
}

/** sRGB byte -> linear light. */
const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

function oklab([r, g, b]: readonly number[]): [number, number, number] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
