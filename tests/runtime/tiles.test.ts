import { expect, it } from 'vitest';

import type { TokenGrid } from '../../src/core/grid.ts';
import type { ImageDecoder } from '../../src/networks/vqgan/imageDecoder.ts';
import { decodeTiles } from '../../src/runtime/tiles.ts';

const SIZE = 2;
const CODES = 70;

/** Every pixel has the code of its token as its byte. */
const image = {
  architecture: { codes: CODES },
  factor: SIZE,
  decode({ height, width, tokens }: TokenGrid) {
    const [rows, columns] = [height * SIZE, width * SIZE];
    const values = Float32Array.from({ length: rows * columns }, (_, pixel) => {
      const cell =
        Math.floor(Math.floor(pixel / columns) / SIZE) * width + Math.floor((pixel % columns) / SIZE);
      return (tokens[cell] + 0.5) / 127.5 - 1;
    });
    return Promise.resolve({ height: rows, width: columns, channels: 1, values });
  },
} as unknown as ImageDecoder;

it('gives every code its own tile, over several decodes and a last row that is not full', async () => {
  const { size, columns, count, width, height, rgba } = await decodeTiles(image);
  expect({ size, columns, count, width, height }).toEqual({
    size: SIZE,
    columns: 32,
    count: CODES,
    width: 64,
    height: 6,
  });
  for (let code = 0; code < CODES; code++) {
    const [x, y] = [(code % columns) * size, Math.floor(code / columns) * size];
    for (const [dx, dy] of [
      [0, 0],
      [1, 1],
    ]) {
      const at = ((y + dy) * width + x + dx) * 4;
      expect([...rgba.subarray(at, at + 4)]).toEqual([code, code, code, 255]);
    }
  }
});
