import type { Atlas } from '../replay/atlas.ts';
import type { FrameSize } from './mapGeometry.ts';

interface MapPicture {
  readonly frame: FrameSize;
  readonly places: Float32Array;
  readonly side: number;
  readonly atlas: Atlas;
  /** Mean colour of each tile, for sizes at which no tile can be made out. */
  readonly colours: readonly string[];
  readonly chosen: ReadonlySet<number>;
  readonly selected: number;
  /** The loop being drawn: x, y, x, y, ... */
  readonly loop: readonly number[];
  /** Colours of the theme. */
  readonly ink: { readonly gold: string; readonly line: string };
}

/** Below this many pixels a tile is a square of its colour. */
const SMALLEST_TILE = 7;
const DIMMED = 0.22;

export function drawMap(context: CanvasRenderingContext2D, picture: MapPicture): void {
  const { frame, places, side, atlas, colours, chosen, selected, loop, ink } = picture;
  context.clearRect(0, 0, frame.width, frame.height);
  const half = side / 2;
  context.imageSmoothingEnabled = side !== atlas.size;
  const count = Math.min(places.length / 2, colours.length);
  for (let code = 0; code < count; code++) {
    const x = places[2 * code];
    const y = places[2 * code + 1];
    if (x < -half || y < -half || x > frame.width + half || y > frame.height + half) continue;
    context.globalAlpha = chosen.size > 0 && !chosen.has(code) ? DIMMED : 1;
    if (side >= SMALLEST_TILE) drawInner(context, atlas, code, x - half, y - half, side);
    else {
      context.fillStyle = colours[code];
      context.fillRect(x - half, y - half, side, side);
    }
  }
  context.globalAlpha = 1;
  drawSelected(context, picture, selected);
  if (loop.length < 4) return;
  context.beginPath();
  for (let i = 0; i < loop.length; i += 2) context.lineTo(loop[i], loop[i + 1]);
  context.closePath();
  context.fillStyle = ink.gold;
  context.globalAlpha = 0.15;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = ink.gold;
  context.lineWidth = 1.5;
  context.stroke();
}

function drawSelected(context: CanvasRenderingContext2D, picture: MapPicture, code: number): void {
  const { places, side, atlas, ink } = picture;
  if (code < 0 || 2 * code >= places.length) return;
  const larger = Math.max(22, side * 1.4);
  const left = places[2 * code] - larger / 2;
  const top = places[2 * code + 1] - larger / 2;
  drawInner(context, atlas, code, left, top, larger);
  context.strokeStyle = ink.line;
  context.lineWidth = 4;
  context.strokeRect(left - 2, top - 2, larger + 4, larger + 4);
  context.strokeStyle = ink.gold;
  context.lineWidth = 2;
  context.strokeRect(left - 2, top - 2, larger + 4, larger + 4);
}

/** A tile without its outermost half pixel: smoothing would read the neighbours in the atlas. */
function drawInner(
  context: CanvasRenderingContext2D,
  { image, size, columns, count }: Atlas,
  code: number,
  x: number,
  y: number,
  side: number,
): void {
  if (code >= count) return;
  const left = (code % columns) * size + 0.5;
  const top = Math.floor(code / columns) * size + 0.5;
  context.drawImage(image, left, top, size - 1, size - 1, x, y, side, side);
}
