import { useEffect, useRef } from 'react';

import { RangeInput } from '../controls/RangeInput.tsx';
import { ExportButtons } from '../files/ExportButtons.tsx';
import { OverlayBar } from '../inspect/OverlayBar.tsx';
import { HistoryStrip } from '../history/HistoryStrip.tsx';
import { text } from '../messages/text.ts';
import { translateLayout } from '../paint/translateLayout.ts';
import { ContactSheet } from '../queue/ContactSheet.tsx';
import { UnfinishedBar } from '../queue/UnfinishedBar.tsx';
import { Timeline } from '../replay/Timeline.tsx';
import { useFrom, useStudio } from '../useStudio.ts';
import { WhatIfBar } from '../whatif/WhatIfBar.tsx';
import { hasLayout } from './LayoutOfRun.tsx';
import { SHARE } from './limits.ts';
import { LoadingLine } from './LoadingLine.tsx';
import { ResultCanvas } from './ResultCanvas.tsx';
import { RunLine } from './RunLine.tsx';
import { RunStrip } from './RunStrip.tsx';

export function ResultPanel() {
  const t = text().result;
  const { runs } = useStudio();
  const shown = useFrom(
    (studio) => studio.runs,
    (state) => state.shown,
  );
  const overlay = useFrom(
    (studio) => studio.runs,
    (state) => state.overlay,
  );
  const loading = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.phase === 'loading',
  );
  const panel = useRef<HTMLElement>(null);
  const running = useFrom(
    (studio) => studio.runs,
    (state) => state.running !== null,
  );
  useEffect(() => {
    // Where the panels lie one under the other, Generate is pressed out of sight of the result.
    const stacked = matchMedia('(max-width: 720px)').matches;
    if (running && stacked) panel.current?.scrollIntoView({ behavior: 'smooth', block: 'start' });
  }, [running]);
  const recorded = shown?.source === 'recorded';
  return (
    <section ref={panel} className="panel" aria-label={t.region}>
      <div className="panel-head">
        <h2>{t.region}</h2>
        <p className="panel-note">
          {recorded && <span className="tag">{t.recordedRun}</span>}
          {shown && t.made(shown.modelName, shown.seed)}
        </p>
        <ExportButtons />
      </div>
      <div className="tool-bar">
        <label className="overlay-field">
          <span>{t.overlay}</span>
          <RangeInput
            value={overlay}
            range={SHARE}
            disabled={!hasLayout(shown)}
            onChange={(value) => runs.setState({ overlay: value })}
          />
        </label>
        {recorded && <UseLayoutButton />}
      </div>
      <ResultCanvas />
      <Timeline />
      <WhatIfBar />
      <OverlayBar />
      <div className="run-foot">
        {loading ? <LoadingLine /> : <RunLine />}
        <UnfinishedBar />
      </div>
      <ContactSheet />
      <RunStrip />
      <HistoryStrip />
    </section>
  );
}

/** From a recorded run to painting: its layout, at its size. */
function UseLayoutButton() {
  const { document, settings } = useStudio();
  const shown = useFrom(
    (studio) => studio.runs,
    (state) => state.shown,
  );
  const labels = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.labels,
  );
  const layout = shown?.layout ? translateLayout(shown.layout, shown.labels, labels) : null;
  if (!layout) return null;
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        document.replace(layout);
        if (shown) settings.setState({ seed: shown.seed });
      }}
    >
      {text().result.useLayout}
    </button>
  );
}
