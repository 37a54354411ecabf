import type { Manifest, ModelFile } from '../checkpoint/manifest.ts';
import { decodePng } from '../conditioning/decodePng.ts';
import { downsampling } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import type { TileAtlas } from './protocol.ts';

/**
 * The tiles that a model folder ships (`tiles` in model.json); null when it ships none.
 * @throws TesseraError `tiles-invalid` when the picture does not hold one tile per code
 */
export async function readTiles(
  manifest: Manifest,
  read: (file: ModelFile) => Promise<Uint8Array>,
): Promise<TileAtlas | null> {
  const file = manifest.files.find(({ path }) => path === manifest.tiles);
  if (!file || !manifest.imageStage) return null;
  const { width, height, channels, depth, data } = decodePng(await read(file));
  const size = downsampling(manifest.imageStage);
  const count = manifest.imageStage.codes;
  const columns = Math.floor(width / size);
  if (depth !== 8 || channels < 3 || columns * Math.floor(height / size) < count) {
    throw new TesseraError(
      'tiles-invalid',
      `${file.path} does not hold a tile of ${size} x ${size} pixels for each of ${count} codes`,
      'get the model folder again',
    );
  }
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) rgba[pixel * 4 + c] = data[pixel * channels + c];
  }
  return { size, columns, count, rgba, height, width };
}
