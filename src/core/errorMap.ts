/** How far apart two pictures are in each pixel. */
export interface ErrorMap {
  readonly height: number;
  readonly width: number;
  /** Mean difference of the three colours, 0 to 255, [height, width]. */
  readonly pixels: Float32Array;
  /** The largest of them. */
  readonly most: number;
}

/** @param a rgba bytes, `height * width * 4`; alpha is not looked at. `b` likewise */
export function errorMap(
  height: number,
  width: number,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): ErrorMap {
  let most = 0;
  const pixels = Float32Array.from({ length: height * width }, (_, pixel) => {
    let sum = 0;
    for (let c = 0; c < 3; c++) sum += Math.abs(a[pixel * 4 + c] - b[pixel * 4 + c]);
    most = Math.max(most, sum / 3);
    return sum / 3;
  });
  return { height, width, pixels, most };
}

/** The mean of each cell of `side` x `side` pixels, row-major; sides that do not divide are cut off. */
export function errorOfCells({ height, width, pixels }: ErrorMap, side: number): Float32Array {
  const columns = Math.floor(width / side);
  return Float32Array.from({ length: Math.floor(height / side) * columns }, (_, cell) => {
    const top = Math.floor(cell / columns) * side;
    const left = (cell % columns) * side;
    let sum = 0;
    for (let y = top; y < top + side; y++) {
      for (let x = left; x < left + side; x++) sum += pixels[y * width + x];
    }
    return sum / side ** 2;
  });
}
