import { useEffect, useRef } from 'react';

import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { LayoutView } from './layoutView.ts';
import { layoutTarget } from './paintTarget.ts';
import { PointerPainter } from './pointerPainter.ts';

/** The canvas that is painted on. React only mounts it: drawing and pointers are handled by the two classes. */
export function LayoutCanvas() {
  const studio = useStudio();
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLCanvasElement>(null);
  const width = useFrom(
    ({ settings }) => settings,
    (state) => state.width,
  );
  const height = useFrom(
    ({ settings }) => settings,
    (state) => state.height,
  );
  const blank = useFrom(
    ({ layout }) => layout,
    (state) => state.blank,
  );
  const t = text().layout;

  useEffect(() => {
    if (!canvas.current || !cursor.current || !stage.current) return;
    const view = new LayoutView(canvas.current, studio);
    const painter = new PointerPainter(stage.current, cursor.current, layoutTarget(studio));
    return () => {
      view.stop();
      painter.stop();
    };
  }, [studio]);

  return (
    <div
      ref={stage}
      className="stage layout-stage"
      style={{ '--aspect': width / height } as React.CSSProperties}
      data-blank={blank || undefined}
    >
      <canvas ref={canvas} role="img" aria-label={t.canvas} className="stage-canvas pixelated" />
      {blank && (
        <div className="stage-empty" aria-hidden="true">
          <p className="stage-empty-title">{t.emptyTitle}</p>
          <p>{t.emptyText}</p>
        </div>
      )}
      <canvas ref={cursor} className="stage-cursor" aria-hidden="true" />
    </div>
  );
}
