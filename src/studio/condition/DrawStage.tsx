import { useEffect, useRef } from 'react';

import { PaintStage } from '../paint/PaintStage.tsx';
import type { PaintTarget } from '../paint/paintTarget.ts';
import { type Drawable, keepDrawn } from '../paint/keepDrawn.ts';

interface DrawStageProps {
  /** Both must keep their identity between renders. */
  readonly drawing: Drawable;
  readonly target: PaintTarget | null;
  readonly blank: boolean;
  readonly title: string;
  readonly help: string;
  readonly smooth?: boolean;
}

/** The canvas of a drawn condition, of the picture's size. */
export function DrawStage({ drawing, target, blank, title, help, smooth = false }: DrawStageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) return keepDrawn(canvas.current, drawing);
    return undefined;
  }, [drawing]);
  return (
    <PaintStage
      canvas={canvas}
      target={target}
      blank={blank}
      emptyTitle={title}
      emptyText={help}
      className={`${smooth ? '' : 'pixelated'} ${blank ? 'blank-canvas' : ''}`}
    />
  );
}
