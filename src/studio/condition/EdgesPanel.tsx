import { useMemo } from 'react';

import { CANNY, type CannySettings } from '../../conditioning/edges.ts';
import { Icon, type IconName } from '../controls/Icon.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { text } from '../messages/text.ts';
import { drawLabels } from '../paint/mapCanvas.ts';
import { BrushSize } from '../paint/BrushSize.tsx';
import type { PaintTarget } from '../paint/paintTarget.ts';
import { UNPAINTED } from '../paint/raster.ts';
import type { Studio } from '../studio.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { EDGE_TOOLS, type EdgeTool } from './conditionStore.ts';
import { EDGE } from './documents.ts';
import { DrawStage } from './DrawStage.tsx';
import type { Drawable } from '../paint/keepDrawn.ts';

const ICONS: Record<EdgeTool, IconName> = { pencil: 'pencil', eraser: 'eraser' };
const SIGMA = { least: 0.5, most: 6, step: 0.1 };
/** The sharpest edge there can be, from black to white, has a gradient of about 3.2 after the reference's smoothing. */
const THRESHOLD = { least: 0, most: 4, step: 0.01 };

export function EdgesPanel() {
  const { desk, actions } = useStudio();
  const t = text().conditions.edges;
  const { edgeTool, edgeSize, edges } = useFrom(
    (studio) => studio.desk.store,
    (state) => state,
  );
  const drawing = useMemo(() => edgeDrawing(desk), [desk]);
  const target = useMemo(() => edgeTarget(desk), [desk]);
  const set = desk.store.setState;
  return (
    <>
      <div className="tool-bar">
        <RadioGroup
          className="segmented"
          label={t.tools}
          value={edgeTool}
          options={EDGE_TOOLS.map((value) => ({ value, label: t.tool[value] }))}
          onChange={(tool) => set({ edgeTool: tool })}
          render={({ value }) => <Icon name={ICONS[value]} />}
        />
        <BrushSize size={edgeSize} onChange={(size) => set({ edgeSize: size })} />
        <button type="button" className="button bar-end" onClick={actions['import-layout'].perform}>
          <Icon name="photo" /> {t.photo}
        </button>
      </div>
      <DrawStage
        drawing={drawing}
        target={target}
        blank={edges.blank}
        title={t.emptyTitle}
        help={t.emptyText}
      />
      <CannyFields />
    </>
  );
}

/** Canny's settings, as long as the canvas shows what it found in a photo. */
function CannyFields() {
  const { desk } = useStudio();
  const t = text().conditions.edges;
  const { canny, edgesFrom } = useFrom(
    (studio) => studio.desk.store,
    (state) => state,
  );
  if (edgesFrom === null) return null;
  const tune = (change: Partial<CannySettings>) => {
    const next = { ...canny, ...change };
    // A weak threshold above the strong one means nothing: the other one gives way.
    if (change.low !== undefined) next.high = Math.max(next.high, next.low);
    if (change.high !== undefined) next.low = Math.min(next.low, next.high);
    desk.tuneCanny(next);
  };
  const isReference = canny.sigma === CANNY.sigma && canny.low === CANNY.low && canny.high === CANNY.high;
  return (
    <div className="canny" role="group" aria-label={t.canny}>
      <p className="condition-note">{t.from(edgesFrom)}</p>
      <div className="condition-options three">
        <SliderField
          label={t.sigma}
          value={canny.sigma}
          range={SIGMA}
          onChange={(sigma) => tune({ sigma })}
        />
        <SliderField label={t.low} value={canny.low} range={THRESHOLD} onChange={(low) => tune({ low })} />
        <SliderField
          label={t.high}
          value={canny.high}
          range={THRESHOLD}
          onChange={(high) => tune({ high })}
        />
      </div>
      <button type="button" className="button" disabled={isReference} onClick={() => desk.tuneCanny(CANNY)}>
        {t.reset}
      </button>
    </div>
  );
}

/** White lines on black, as the model is shown them. */
function edgeColours(): Uint32Array {
  const table = new Uint32Array(256).fill(0xff000000);
  table[EDGE] = 0xffffffff;
  return table;
}

function edgeDrawing({ edges }: Studio['desk']): Drawable {
  const colours = edgeColours();
  return {
    size: () => edges.map,
    onChange: (listener) => edges.onChange(listener),
    draw: (context, rect) => drawLabels(context, edges.map, colours, rect),
  };
}

function edgeTarget({ edges, store }: Studio['desk']): PaintTarget {
  const label = () => (store.getState().edgeTool === 'eraser' ? UNPAINTED : EDGE);
  return {
    size: () => edges.map,
    diameter: () => store.getState().edgeSize,
    onTool: (listener) => store.subscribe(listener),
    begin: (at, { pressure }) => {
      edges.beginStroke(at, Math.max(1, pressure * store.getState().edgeSize), label());
      return true;
    },
    move: (at, { pressure }) =>
      edges.strokeTo(at, Math.max(1, pressure * store.getState().edgeSize), label()),
    end: () => edges.endStroke(),
    cancel: () => edges.cancelStroke(),
  };
}
