import { type RefObject, useEffect, useRef } from 'react';

import { ResultSurface } from './resultSurface.ts';
import type { ShownRun } from './runStore.ts';
import { useAtlasOf } from './useAtlasOf.ts';

/** For a canvas that shows the first `position` draws of a finished run. */
export function useRunCanvas(run: ShownRun, position: number): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<ResultSurface | null>(null);
  const atlas = useAtlasOf(run);
  useEffect(() => {
    if (!canvas.current) return;
    surface.current ??= new ResultSurface(canvas.current);
    surface.current.render(run, atlas, position, false);
  }, [run, atlas, position]);
  return canvas;
}
