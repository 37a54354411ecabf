import { useEffect, useRef } from 'react';

import { text } from '../messages/text.ts';
import { PointerPainter } from '../paint/pointerPainter.ts';
import type { PaintTarget } from '../paint/paintTarget.ts';
import { useFrom } from '../useStudio.ts';
import { type Drawable, keepDrawn } from './keepDrawn.ts';

interface DrawStageProps {
  /** Both must keep their identity between renders. */
  readonly drawing: Drawable;
  readonly target: PaintTarget | null;
  readonly blank: boolean;
  readonly title: string;
  readonly help: string;
  readonly smooth?: boolean;
}

/** The canvas of a drawn condition, of the picture's size. React only mounts it. */
export function DrawStage({ drawing, target, blank, title, help, smooth = false }: DrawStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLCanvasElement>(null);
  const aspect = useFrom(
    ({ settings }) => settings,
    ({ width, height }) => width / height,
  );
  useEffect(() => {
    if (canvas.current) return keepDrawn(canvas.current, drawing);
    return undefined;
  }, [drawing]);
  useEffect(() => {
    if (!stage.current || !cursor.current || !target) return;
    const painter = new PointerPainter(stage.current, cursor.current, target);
    return () => painter.stop();
  }, [target]);
  return (
    <div
      ref={stage}
      className={target ? 'stage layout-stage' : 'stage layout-stage still-stage'}
      style={{ '--aspect': aspect } as React.CSSProperties}
      data-blank={blank || undefined}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={text().layout.canvas}
        className={`stage-canvas ${smooth ? '' : 'pixelated'} ${blank ? 'blank-canvas' : ''}`}
      />
      {blank && (
        <div className="stage-empty" aria-hidden="true">
          <p className="stage-empty-title">{title}</p>
          <p>{help}</p>
        </div>
      )}
      <canvas ref={cursor} className="stage-cursor" aria-hidden="true" />
    </div>
  );
}
