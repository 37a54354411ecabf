import { useEffect, useRef } from 'react';

import { drawLabels, wholeOf } from '../paint/mapCanvas.ts';
import { colourTable } from '../paint/palette.ts';
import type { ShownRun } from './runStore.ts';

interface LayoutOfRunProps {
  readonly run: ShownRun | null;
  readonly className?: string;
  readonly opacity?: number;
  readonly hidden?: boolean;
}

/** The layout that a run was drawn from, filling its stage. */
export function LayoutOfRun({ run, className = '', opacity, hidden }: LayoutOfRunProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const layout = run?.layout ?? null;
  const labels = run?.labels;
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
      hidden={!layout || hidden}
      aria-hidden="true"
    />
  );
}
