import { useEffect, useId, useRef, type ReactNode, type RefObject } from 'react';

import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { KeyboardPainter } from './keyboardPainter.ts';
import type { PaintTarget } from './paintTarget.ts';
import { PointerPainter } from './pointerPainter.ts';
import { StageOverlay } from './stageOverlay.ts';
import { StageView } from './stageView.ts';
import { ViewBar } from './ViewBar.tsx';
import { ViewGestures } from './viewGestures.ts';
import { Voice } from './voice.ts';

interface PaintStageProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Must keep its identity between renders; null for a canvas that is only looked at. */
  readonly target: PaintTarget | null;
  readonly blank: boolean;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly className?: string;
  readonly opacity?: number;
  /** Pictures under the canvas, which move with it. */
  readonly below?: ReactNode;
  /** More controls beside those of the view. */
  readonly bar?: ReactNode;
}

/**
 * A canvas that is painted on by pointer and keys, zoomed and moved, with the controls of that under it. React only mounts it:
 * what happens on it is handled by the classes.
 */
export function PaintStage(props: PaintStageProps) {
  const { canvas, target, blank, emptyTitle, emptyText, className = '', opacity, below, bar } = props;
  const { canvasView } = useStudio();
  const stage = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLCanvasElement>(null);
  const voice = useRef<HTMLParagraphElement>(null);
  const help = useId();
  const width = useFrom(
    ({ settings }) => settings,
    (state) => state.width,
  );
  const height = useFrom(
    ({ settings }) => settings,
    (state) => state.height,
  );
  const t = text();
  useEffect(() => {
    if (!stage.current || !canvas.current || !cursor.current || !voice.current || !target) return;
    const view = new StageView(stage.current, canvasView, target.size);
    const overlay = new StageOverlay(cursor.current, target, view);
    const said = new Voice(voice.current);
    const zoom = () => canvasView.getState().view.zoom;
    const keys = new KeyboardPainter({ canvas: canvas.current, target, view, overlay, voice: said, zoom });
    const gestures = new ViewGestures(stage.current, view, keys.isInUse);
    const painter = new PointerPainter({
      stage: stage.current,
      target,
      view,
      overlay,
      hand: gestures.hand,
    });
    const parts = [painter, gestures, keys, said, overlay, view];
    return () => parts.forEach((part) => part.stop());
    // A picture of another size is seen and painted anew.
  }, [canvas, target, canvasView, width, height]);

  return (
    <>
      <div
        ref={stage}
        // Readers pass cursor keys on in an application, and keep them for themselves over an image.
        role={target ? 'application' : undefined}
        aria-label={target ? t.paint.board : undefined}
        aria-describedby={target ? help : undefined}
        className={target ? 'stage layout-stage' : 'stage layout-stage still-stage'}
        style={{ '--aspect': width / height } as React.CSSProperties}
        data-blank={blank || undefined}
      >
        {below}
        <canvas
          ref={canvas}
          role="img"
          aria-label={t.layout.canvas}
          // The canvas takes the keys that paint.
          tabIndex={target ? 0 : undefined}
          className={`stage-canvas ${className}`}
          style={{ opacity }}
        />
        {blank && (
          <div className="stage-empty" aria-hidden="true">
            <p className="stage-empty-title">{emptyTitle}</p>
            <p>{emptyText}</p>
          </div>
        )}
        <canvas ref={cursor} className="stage-cursor" aria-hidden="true" />
      </div>
      {target && (
        <>
          <ViewBar>{bar}</ViewBar>
          <p id={help} hidden>
            {t.paint.boardHelp}
          </p>
          <p ref={voice} className="visually-hidden" aria-live="polite" />
        </>
      )}
    </>
  );
}
