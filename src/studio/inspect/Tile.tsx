import { useEffect, useRef } from 'react';

import { drawTile, type Atlas } from '../replay/atlas.ts';

interface TileProps {
  readonly atlas: Atlas | null;
  readonly code: number;
  /** Page pixels. */
  readonly side: number;
}

/** The tile of a code; an empty square where it has none. */
export function Tile({ atlas, code, side }: TileProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const size = atlas?.size ?? 1;
    canvas.current.width = size;
    canvas.current.height = size;
    if (atlas) drawTile(context, atlas, code, 0, 0, size);
  }, [atlas, code]);
  return <canvas ref={canvas} className="tile" style={{ width: side, height: side }} aria-hidden="true" />;
}
