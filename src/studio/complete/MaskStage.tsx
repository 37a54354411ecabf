import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';

import { drawPhoto } from '../condition/drawCondition.ts';
import { Application } from '../controls/Application.tsx';
import { ARROW_STEPS } from '../controls/arrowKeys.ts';
import { text } from '../messages/text.ts';
import { fitInside, toPicture } from '../paint/fit.ts';
import type { Point } from '../paint/raster.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { brushMask, type KeepMask } from './mask.ts';

/** The photo with what will be drawn anew darkened; painted by pointer, or cell by cell with the keys. */
export function MaskStage() {
  const { completion } = useStudio();
  const t = text().complete;
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<Point | null>(null);
  const help = useId();
  const [cell, setCell] = useState<readonly [row: number, column: number] | null>(null);
  const [said, setSaid] = useState('');
  const { photo, mask, tool, brush } = useFrom(
    (studio) => studio.completion.store,
    (state) => state,
  );
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !photo) return;
    canvas.current.width = photo.width;
    canvas.current.height = photo.height;
    drawPhoto(context, photo);
    shade(context, mask);
  }, [photo, mask]);
  if (!photo) return null;

  const value = tool === 'keep' ? 1 : 0;
  const at = (event: PointerEvent<HTMLElement>): Point =>
    toPicture(fitInside(event.currentTarget.getBoundingClientRect(), mask.width, mask.height), event);
  const paint = (to: Point) => {
    completion.paint(brushMask(completion.store.getState().mask, last.current ?? to, to, brush, value));
    last.current = to;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ARROW_STEPS[event.key];
    const isPress = event.key === ' ' || event.key === 'Enter';
    if (!step && !isPress) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const [row, column] = cell ?? [0, 0];
    const next = [
      Math.min(mask.height - 1, Math.max(0, row + (step?.[1] ?? 0))),
      Math.min(mask.width - 1, Math.max(0, column + (step?.[0] ?? 0))),
    ] as const;
    setCell(next);
    const index = next[0] * mask.width + next[1];
    let isKept = mask.kept[index] === 1;
    if (isPress || event.shiftKey) {
      isKept = isPress ? !isKept : value === 1;
      completion.paint({ ...mask, kept: mask.kept.with(index, isKept ? 1 : 0) });
    }
    setSaid(t.cell(next[0] + 1, next[1] + 1, isKept));
  };
  return (
    <>
      <Application
        label={t.board}
        aria-describedby={help}
        className="mask-stage"
        style={{ '--aspect': photo.width / photo.height } as React.CSSProperties}
        onKeyDown={onKeyDown}
        onBlur={() => setCell(null)}
        onPointerDown={(event) => {
          if (event.button !== 0 || !event.isPrimary) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = null;
          paint(at(event));
        }}
        onPointerMove={(event) => last.current && paint(at(event))}
        onPointerUp={() => (last.current = null)}
        onPointerCancel={() => (last.current = null)}
      >
        <canvas ref={canvas} role="img" aria-label={t.picture} />
        {cell && (
          <span
            className="mask-cursor"
            style={{
              left: `${(100 * cell[1]) / mask.width}%`,
              top: `${(100 * cell[0]) / mask.height}%`,
              width: `${100 / mask.width}%`,
              height: `${100 / mask.height}%`,
            }}
          />
        )}
      </Application>
      <p id={help} className="visually-hidden">
        {t.boardHelp}
      </p>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}

/** Darkens and hatches what will be drawn. */
function shade(context: CanvasRenderingContext2D, { height, width, kept }: KeepMask): void {
  const [side, high] = [context.canvas.width / width, context.canvas.height / height];
  context.lineWidth = Math.max(1, side / 16);
  kept.forEach((one, cell) => {
    if (one) return;
    const [x, y] = [(cell % width) * side, Math.floor(cell / width) * high];
    context.fillStyle = 'rgb(12 14 18 / 0.8)';
    context.fillRect(x, y, side, high);
    context.strokeStyle = 'rgb(255 255 255 / 0.22)';
    context.beginPath();
    context.moveTo(x, y + high);
    context.lineTo(x + side, y);
    context.stroke();
  });
}
