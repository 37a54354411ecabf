import type { TileAtlas } from '../../runtime/protocol.ts';

/** The tile of every code as one picture that a canvas can copy from. */
export interface Atlas {
  readonly image: CanvasImageSource;
  /** For use in style sheets. */
  readonly url: string;
  readonly size: number;
  readonly columns: number;
  readonly count: number;
}

/** Tiles a row in a model's picture of all codes. */
const COLUMNS = 32;

export async function atlasOfTiles(tiles: TileAtlas): Promise<Atlas> {
  const canvas = document.createElement('canvas');
  canvas.width = tiles.width;
  canvas.height = tiles.height;
  canvas.getContext('2d')?.putImageData(new ImageData(tiles.rgba, tiles.width, tiles.height), 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  const url = blob ? URL.createObjectURL(blob) : '';
  return { image: canvas, url, size: tiles.size, columns: tiles.columns, count: tiles.count };
}

/** The picture of all codes that a model folder ships: square tiles, 32 a row. */
export function loadAtlas(url: string): Promise<Atlas> {
  const known = loading.get(url);
  if (known) return known;
  const atlas = fetchAtlas(url);
  loading.set(url, atlas);
  // A failure is not kept, so that a later try can succeed.
  atlas.catch(() => loading.delete(url));
  return atlas;
}

const loading = new Map<string, Promise<Atlas>>();

async function fetchAtlas(url: string): Promise<Atlas> {
  const image = await loadImage(url);
  const size = image.naturalWidth / COLUMNS;
  const rows = Math.round(image.naturalHeight / size);
  return { image, url, size, columns: COLUMNS, count: rows * COLUMNS };
}

export async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** Copies the tile of a code to a square of a canvas; false when the atlas has no such code. */
export function drawTile(
  context: CanvasRenderingContext2D,
  atlas: Atlas,
  code: number,
  x: number,
  y: number,
  side: number,
): boolean {
  if (code < 0 || code >= atlas.count) return false;
  const left = (code % atlas.columns) * atlas.size;
  const top = Math.floor(code / atlas.columns) * atlas.size;
  context.drawImage(atlas.image, left, top, atlas.size, atlas.size, x, y, side, side);
  return true;
}
