import { BLOCKS_AT_ONCE, blockGrid, middleOfBlock } from '../../core/codebook/tileBlocks.ts';
import type { TokenGrid } from '../../core/grid.ts';
import type { Pixels } from '../../runtime/pixels.ts';
import { drawTile, type Atlas } from '../replay/atlas.ts';

/** Tiles in one row of the atlas. */
const COLUMNS = 32;

interface ContextJob {
  /** For each code, neighbourhoods of nine codes, the commonest first. */
  readonly contexts: readonly (readonly (readonly number[])[])[];
  /** Pixels of a tile. */
  readonly size: number;
  /** The first code to decode. */
  readonly from: number;
  /** Tiles to begin with. */
  readonly kept: Atlas | null;
  readonly decode: (grid: TokenGrid) => Promise<Pixels>;
  /** The tiles so far, a new object each time. */
  readonly onAtlas: (atlas: Atlas, done: number) => void;
}

/** The tile of every code as it looks among its commonest neighbours; a code that never occurs stays as it is alone. */
export async function decodeContexts(job: ContextJob): Promise<void> {
  const { contexts, size, decode, onAtlas } = job;
  const codes = contexts.length;
  const canvas = document.createElement('canvas');
  canvas.width = COLUMNS * size;
  canvas.height = Math.ceil(codes / COLUMNS) * size;
  const context = canvas.getContext('2d');
  if (!context) return;
  const place = (code: number): [number, number] => [
    (code % COLUMNS) * size,
    Math.floor(code / COLUMNS) * size,
  ];
  for (let code = 0; job.kept && code < codes; code++)
    drawTile(context, job.kept, code, ...place(code), size);
  for (let first = job.from; first < codes; first += BLOCKS_AT_ONCE) {
    const pixels = await decode(contextGrid(contexts, first));
    const end = Math.min(codes, first + BLOCKS_AT_ONCE);
    const picture = new ImageData(pixels.rgba, pixels.width, pixels.height);
    for (let code = first; code < end; code++) {
      const { left, top } = middleOfBlock(code - first, size);
      const [x, y] = place(code);
      context.putImageData(picture, x - left, y - top, left, top, size, size);
    }
    onAtlas({ image: canvas, url: '', size, columns: COLUMNS, count: codes }, end);
  }
}

/** A block a code, from `first` on: the code among its commonest neighbours. */
export function contextGrid(contexts: ContextJob['contexts'], first: number): TokenGrid {
  return blockGrid((block, row, column) => {
    const code = Math.min(contexts.length - 1, first + block);
    const nine = contexts[code].at(0);
    return nine ? nine[3 * row + column] : code;
  });
}
