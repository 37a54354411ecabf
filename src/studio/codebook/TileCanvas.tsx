import { useEffect, useRef } from 'react';

import { drawTile, type Atlas } from '../replay/atlas.ts';

interface TileCanvasProps {
  readonly atlas: Atlas;
  /** Codes side by side. */
  readonly codes: Int32Array;
  /** Page pixels of a tile, and between two. */
  readonly side: number;
  readonly gap: number;
  /** Codes that nothing uses are drawn faintly and crossed out. */
  readonly counts?: Float64Array | null;
}

/** How much of an unused tile is left. */
const FAINT = 0.28;

/** A row of tiles on one canvas. Each is scaled by itself, so that no tile bleeds into the next. */
export function TileCanvas({ atlas, codes, side, gap, counts = null }: TileCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = codes.length * (side + gap) - gap;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const ratio = devicePixelRatio;
    const [wide, high] = [Math.round(width * ratio), Math.round(side * ratio)];
    // Setting a size, even the same one, makes new memory of it.
    if (canvas.current.width !== wide || canvas.current.height !== high) {
      canvas.current.width = wide;
      canvas.current.height = high;
    } else context.clearRect(0, 0, wide, high);
    context.imageSmoothingQuality = 'high';
    const scaled = Math.round(side * ratio);
    const cut = cutter(atlas.size);
    if (!cut) return;
    codes.forEach((code, i) => {
      const left = Math.round(i * (side + gap) * ratio);
      drawTile(cut, atlas, code, 0, 0, atlas.size);
      const unused = counts?.[code] === 0;
      context.globalAlpha = unused ? FAINT : 1;
      context.drawImage(cut.canvas, left, 0, scaled, scaled);
      context.globalAlpha = 1;
      if (unused) crossOut(context, left, scaled, ratio);
    });
  }, [atlas, codes, side, gap, width, counts]);
  return <canvas ref={canvas} className="tile-canvas" style={{ width, height: side }} aria-hidden="true" />;
}

/** A tile is cut out before it is scaled: smoothing reads beyond the edge of a part of a picture. */
function cutter(size: number): CanvasRenderingContext2D | null {
  if (shared?.canvas.width === size) return shared;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  shared = canvas.getContext('2d');
  return shared;
}

let shared: CanvasRenderingContext2D | null = null;

function crossOut(context: CanvasRenderingContext2D, left: number, side: number, ratio: number): void {
  context.strokeStyle = '#808389';
  context.lineWidth = ratio;
  context.beginPath();
  context.moveTo(left + 0.5, side - 0.5);
  context.lineTo(left + side - 0.5, 0.5);
  context.stroke();
}
