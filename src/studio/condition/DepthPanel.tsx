import { useMemo, useState } from 'react';

import { encode } from 'fast-png';

import { Icon, type IconName } from '../controls/Icon.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { download } from '../files/download.ts';
import { text } from '../messages/text.ts';
import { fillUnpainted } from '../paint/fillUnpainted.ts';
import { BrushSize } from '../paint/BrushSize.tsx';
import type { PaintTarget } from '../paint/paintTarget.ts';
import type { Studio } from '../studio.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { DEPTH_TOOLS, type DepthTool } from './conditionStore.ts';
import { depthFromLayout } from './depthFromLayout.ts';
import { drawDepth } from './drawCondition.ts';
import { DrawStage } from './DrawStage.tsx';
import type { Drawable } from '../paint/keepDrawn.ts';
import { ReliefPreview } from './ReliefPreview.tsx';
import { ShareSlider } from './ShareSlider.tsx';

const ICONS: Record<DepthTool, IconName> = {
  brush: 'brush',
  raise: 'raise',
  lower: 'lower',
  smooth: 'smooth',
  linear: 'linear',
  radial: 'radial',
};

export function DepthPanel() {
  const { desk } = useStudio();
  const t = text().conditions.depth;
  const state = useFrom(
    (studio) => studio.desk.store,
    (all) => all,
  );
  const { depthTool: tool, depthSize, depthValue, softness } = state;
  const drawing = useMemo(() => depthDrawing(desk), [desk]);
  const target = useMemo(() => depthTarget(desk), [desk]);
  const set = desk.store.setState;
  const paints = tool === 'brush' || tool === 'linear' || tool === 'radial';
  return (
    <>
      <div className="tool-bar">
        <RadioGroup
          className="segmented"
          label={t.tools}
          value={tool}
          options={DEPTH_TOOLS.map((value) => ({
            value,
            label: t.tool[value],
            title: `${t.tool[value]}: ${t.toolHelp[value]}`,
          }))}
          onChange={(depthTool) => set({ depthTool })}
          render={({ value }) => <Icon name={ICONS[value]} />}
        />
        {tool !== 'linear' && tool !== 'radial' && (
          <BrushSize size={depthSize} onChange={(size) => set({ depthSize: size })} />
        )}
      </div>
      <DrawStage
        drawing={drawing}
        target={target}
        blank={state.depth.blank}
        title={t.emptyTitle}
        help={t.emptyText}
      />
      <div className="condition-options">
        <ShareSlider
          label={t.value}
          value={depthValue}
          disabled={!paints}
          ramp
          ends={[t.far, t.near]}
          said={t.said(depthValue)}
          onChange={(value) => set({ depthValue: value })}
        />
        <ShareSlider
          label={t.softness}
          value={softness}
          disabled={tool === 'linear' || tool === 'radial'}
          said={t.said(softness)}
          onChange={(value) => set({ softness: value })}
        />
      </div>
      <DepthStarts />
    </>
  );
}

/** Ways to begin: from the layout, from a file; and turning far into near. */
function DepthStarts() {
  const { desk, document, sessionStore, actions } = useStudio();
  const t = text().conditions.depth;
  const [inSpace, setInSpace] = useState(false);
  const blank = useFrom(
    (studio) => studio.desk.store,
    (state) => state.depth.blank,
  );
  const noLayout = useFrom(
    (studio) => studio.layout,
    (state) => state.blank,
  );
  const fromLayout = () => {
    const map = fillUnpainted(document.map);
    if (map) desk.depth.replace(depthFromLayout(map, sessionStore.getState().labels));
  };
  const exportDepth = () => {
    const { height, width, values } = desk.depth.raster;
    const png = encode({ height, width, channels: 1, depth: 16, data: values });
    download(new Blob([new Uint8Array(png)], { type: 'image/png' }), 'depth.png');
  };
  return (
    <>
      <div className="condition-buttons">
        <button
          type="button"
          className="button"
          disabled={noLayout}
          title={t.fromLayoutHelp}
          onClick={fromLayout}
        >
          {t.fromLayout}
        </button>
        <button type="button" className="button" onClick={actions['import-layout'].perform}>
          {t.import}
        </button>
        <button type="button" className="button" disabled={blank} onClick={() => desk.depth.invert()}>
          {t.invert}
        </button>
        <button type="button" className="button" disabled={blank} title={t.exportHelp} onClick={exportDepth}>
          {t.export}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={inSpace}
          disabled={blank && !inSpace}
          onClick={() => setInSpace(!inSpace)}
        >
          {t.inSpace}
        </button>
      </div>
      {inSpace && <ReliefPreview />}
    </>
  );
}

function depthDrawing({ depth }: Studio['desk']): Drawable {
  return {
    size: () => depth.raster,
    onChange: (listener) => depth.onChange(listener),
    draw: (context, rect) => drawDepth(context, depth.raster, rect),
  };
}

function depthTarget({ depth, store }: Studio['desk']): PaintTarget {
  const isGradient = (tool: DepthTool) => tool === 'linear' || tool === 'radial';
  return {
    size: () => depth.raster,
    diameter: () => {
      const { depthTool, depthSize } = store.getState();
      return isGradient(depthTool) ? null : depthSize;
    },
    onTool: (listener) => store.subscribe(listener),
    begin: (at, { pressure }) => {
      const { depthTool: tool, depthSize, depthValue: value, softness } = store.getState();
      if (tool === 'linear' || tool === 'radial') depth.beginGradient(tool, at, value);
      else depth.beginStroke(at, { tool, diameter: pressure * depthSize, value, softness });
      return true;
    },
    move: (at, { pressure }) => {
      const { depthTool, depthSize } = store.getState();
      if (isGradient(depthTool)) depth.gradientTo(at);
      else depth.strokeTo(at, pressure * depthSize);
    },
    end: () => depth.end(),
    cancel: () => depth.cancel(),
  };
}
