import { useEffect, useRef } from 'react';

import { type DrawnDocument, isDrawn } from '../condition/documents.ts';
import { drawDocument } from '../condition/drawCondition.ts';
import { drawLabels, wholeOf } from '../paint/mapCanvas.ts';
import { colourTable } from '../paint/palette.ts';
import type { ShownRun } from './runStore.ts';

interface LayoutOfRunProps {
  readonly run: ShownRun | null;
  readonly className?: string;
  readonly opacity?: number;
  readonly hidden?: boolean;
}

/** Whether a run was drawn from something that can be looked at. */
export function hasLayout(run: ShownRun | null): boolean {
  return run !== null && (run.layout !== null || drawnOf(run) !== null);
}

function drawnOf(run: ShownRun | null): DrawnDocument | null {
  const condition = run?.condition ?? null;
  return isDrawn(condition) ? condition : null;
}

/** The layout, depth map, edges or small photo that a run was drawn from, filling its stage. */
export function LayoutOfRun({ run, className = '', opacity, hidden }: LayoutOfRunProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const layout = run?.layout ?? null;
  const labels = run?.labels;
  const drawn = drawnOf(run);
  useEffect(() => {
    if (canvas.current && drawn) drawDocument(canvas.current, drawn);
  }, [drawn]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !layout || !labels) return;
    canvas.current.width = layout.width;
    canvas.current.height = layout.height;
    drawLabels(context, layout, colourTable(labels), wholeOf(layout));
  }, [layout, labels]);
  return (
    <canvas
      ref={canvas}
      className={`stage-canvas pixelated ${className}`}
      style={{ opacity }}
      hidden={(!layout && !drawn) || hidden}
      aria-hidden="true"
    />
  );
}
