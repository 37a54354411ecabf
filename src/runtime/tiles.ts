import type { ImageDecoder } from '../networks/vqgan/imageDecoder.ts';
import { byteOf } from './pixels.ts';
import type { TileAtlas } from './protocol.ts';

/** A code is decoded in the middle of a 3x3 block of itself, so that its tile shows it among its like. */
const BLOCK = 3;
/** Codes of one decode: 8x8 blocks, 24x24 tokens; GroupNorm then sees many codes at once, as in a picture. */
const BLOCKS_PER_SIDE = 8;
/** Tiles in one row of the atlas. */
const COLUMNS = 32;

/** The tile of every code: what it looks like when decoded alone. Sizes above 16 pixels are kept as they are. */
export async function decodeTiles(
  image: ImageDecoder,
  onProgress: (share: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<TileAtlas> {
  const { codes } = image.architecture;
  const size = image.factor;
  const columns = Math.min(COLUMNS, codes);
  const width = columns * size;
  const height = Math.ceil(codes / columns) * size;
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  const perDecode = BLOCKS_PER_SIDE ** 2;
  for (let first = 0; first < codes; first += perDecode) {
    const picture = await image.decode(blockGrid(first, codes), { signal });
    for (let code = first; code < Math.min(codes, first + perDecode); code++) {
      const block = code - first;
      const fromTop = (Math.floor(block / BLOCKS_PER_SIDE) * BLOCK + 1) * size;
      const fromLeft = ((block % BLOCKS_PER_SIDE) * BLOCK + 1) * size;
      const toTop = Math.floor(code / columns) * size;
      const toLeft = (code % columns) * size;
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          const from = ((fromTop + y) * picture.width + fromLeft + x) * picture.channels;
          const to = ((toTop + y) * width + toLeft + x) * 4;
          for (let c = 0; c < 3; c++) {
            rgba[to + c] = byteOf(picture.values[from + Math.min(c, picture.channels - 1)]);
          }
        }
      }
    }
    onProgress(Math.min(1, (first + perDecode) / codes));
  }
  return { size, columns, count: codes, rgba, height, width };
}

/** 8x8 blocks of 3x3 equal tokens, for the codes from `first` on; blocks beyond the last code repeat it. */
function blockGrid(first: number, codes: number) {
  const side = BLOCKS_PER_SIDE * BLOCK;
  const tokens = Int32Array.from({ length: side * side }, (_, cell) => {
    const row = Math.floor(Math.floor(cell / side) / BLOCK);
    const column = Math.floor((cell % side) / BLOCK);
    return Math.min(codes - 1, first + row * BLOCKS_PER_SIDE + column);
  });
  return { height: side, width: side, tokens };
}
