import { useEffect, useRef } from 'react';

import { drawTile, type Atlas } from '../replay/atlas.ts';

interface TileCanvasProps {
  readonly atlas: Atlas;
  /** Codes side by side, from this one on. */
  readonly from: number;
  readonly count: number;
  /** Page pixels of a tile, and between two. */
  readonly side: number;
  readonly gap: number;
}

/** A row of tiles on one canvas. Each is scaled by itself, so that no tile bleeds into the next. */
export function TileCanvas({ atlas, from, count, side, gap }: TileCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = count * (side + gap) - gap;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const ratio = devicePixelRatio;
    canvas.current.width = Math.round(width * ratio);
    canvas.current.height = Math.round(side * ratio);
    context.imageSmoothingQuality = 'high';
    const scaled = Math.round(side * ratio);
    // A tile is cut out before it is scaled: smoothing reads beyond the edge of a part of a picture.
    const cut = document.createElement('canvas');
    cut.width = atlas.size;
    cut.height = atlas.size;
    const cutContext = cut.getContext('2d');
    if (!cutContext) return;
    for (let i = 0; i < count; i++) {
      drawTile(cutContext, atlas, from + i, 0, 0, atlas.size);
      context.drawImage(cut, Math.round(i * (side + gap) * ratio), 0, scaled, scaled);
    }
  }, [atlas, from, count, side, gap, width]);
  return <canvas ref={canvas} className="tile-canvas" style={{ width, height: side }} aria-hidden="true" />;
}
