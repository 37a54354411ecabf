import { useEffect, useRef } from 'react';

import { oncePerFrame } from '../controls/oncePerFrame.ts';
import { ResultSurface } from '../generate/resultSurface.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** Shapes that differ by less than this are the same picture at another size. */
const SAME_SHAPE = 0.01;

/** The picture on the Result canvas, where it was made here and has the layout's shape: then it can be painted over. */
export function usePictureBelow(): ShownRun | null {
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const aspect = useFrom(
    ({ settings }) => settings,
    ({ width, height }) => width / height,
  );
  if (!shown || shown.source === 'recorded') return null;
  const { width, height } = shown.decoded;
  return Math.abs(width / height / aspect - 1) < SAME_SHAPE ? shown : null;
}

/** That picture under the layout, as far as it is drawn. */
export function PictureBelow({ picture }: { readonly picture: ShownRun }) {
  const { runs, sessionStore } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const surface = new ResultSurface(canvas.current);
    const draw = () => {
      const atlas = picture.atlas ?? sessionStore.getState().atlas;
      surface.render(picture, atlas, picture.trace.count, runs.getState().running !== null);
    };
    const drawing = oncePerFrame(draw);
    const stop = runs.subscribe(({ revision }, before) => {
      if (revision !== before.revision) drawing.ask();
    });
    draw();
    return () => {
      drawing.stop();
      stop();
    };
  }, [picture, runs, sessionStore]);
  return <canvas ref={canvas} className="stage-canvas" aria-hidden="true" />;
}
