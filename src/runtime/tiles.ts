import { BLOCKS_AT_ONCE, blockGrid, middleOfBlock } from '../core/codebook/tileBlocks.ts';
import type { ImageDecoder } from '../networks/vqgan/imageDecoder.ts';
import { byteOf } from './pixels.ts';
import type { TileAtlas } from './protocol.ts';

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
  for (let first = 0; first < codes; first += BLOCKS_AT_ONCE) {
    // A block is full of its code, so that the tile shows it among its like; blocks beyond the last code repeat it.
    const grid = blockGrid((block) => Math.min(codes - 1, first + block));
    const picture = await image.decode(grid, { signal });
    for (let code = first; code < Math.min(codes, first + BLOCKS_AT_ONCE); code++) {
      const from = middleOfBlock(code - first, size);
      const toTop = Math.floor(code / columns) * size;
      const toLeft = (code % columns) * size;
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          const at = ((from.top + y) * picture.width + from.left + x) * picture.channels;
          const to = ((toTop + y) * width + toLeft + x) * 4;
          for (let c = 0; c < 3; c++) {
            rgba[to + c] = byteOf(picture.values[at + Math.min(c, picture.channels - 1)]);
          }
        }
      }
    }
    onProgress(Math.min(1, (first + BLOCKS_AT_ONCE) / codes));
  }
  return { size, columns, count: codes, rgba, height, width };
}
