import { useMemo, useState } from 'react';

import { uniform } from '../../core/philox.ts';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { heatColour, type HeatMap } from '../inspect/heat.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { text } from '../messages/text.ts';
import { emptyTrace } from '../replay/trace.ts';
import { CellPicture } from './CellPicture.tsx';
import type { PickProps } from './PickNote.tsx';
import { shuffledTokens } from './walk.ts';

const WAYS = ['drawn', 'shuffled'] as const;

/** -log p of every token: of the picture as it was drawn, and of the same tokens in another order. */
export function SurpriseFigure({ open, cell, onPick }: PickProps) {
  const t = text().learn.surprise;
  const { walk, run } = open;
  const [way, setWay] = useState<(typeof WAYS)[number]>('drawn');
  const [pointed, setPointed] = useState<number | null>(null);
  const nats = walk.surprise[way];
  const shuffled = useMemo(() => shuffledRun(run), [run]);
  const most = useMemo(() => Math.max(...walk.surprise.drawn, ...walk.surprise.shuffled), [walk]);
  const heat: HeatMap = { values: Float32Array.from(nats), least: 0, most };
  const mean = nats.reduce((sum, one) => sum + one, 0) / nats.length;
  const at = pointed ?? cell;
  return (
    <figure className="learn-figure">
      <RadioGroup
        label={t.way}
        className="segmented words"
        value={way}
        options={WAYS.map((value) => ({ value, label: t.ways[value] }))}
        onChange={setWay}
        render={(option) => option.label}
      />
      <div className="figure-pair">
        <CellPicture
          run={way === 'drawn' ? run : shuffled}
          label={t.picture}
          cell={cell}
          choice={null}
          onPick={onPick}
        />
        <CellPicture
          run={way === 'drawn' ? run : shuffled}
          label={t.figure}
          cell={cell}
          choice={null}
          heat={heat}
          onPick={onPick}
          onPoint={setPointed}
        />
      </div>
      <p className="legend">
        <span>0</span>
        <span
          className="legend-ramp"
          style={{ background: `linear-gradient(to right, ${[0, 0.5, 1].map(heatColour).join(', ')})` }}
        />
        <span>{text().inspect.nats(most)}</span>
      </p>
      <figcaption aria-live="polite">
        {t.mean(mean, Math.exp(mean))}{' '}
        {t.at(Math.floor(at / run.trace.width), at % run.trace.width, nats[at])}
      </figcaption>
    </figure>
  );
}

/** The run with its tokens in another order; there is no picture of it, so it shows as tiles. */
function shuffledRun(run: ShownRun): ShownRun {
  const decoded = document.createElement('canvas');
  decoded.width = run.decoded.width;
  decoded.height = run.decoded.height;
  const { trace } = run;
  const byCell = new Int32Array(trace.count);
  for (let draw = 0; draw < trace.count; draw++) byCell[trace.cells[draw]] = trace.tokens[draw];
  const others = shuffledTokens([...byCell], uniform);
  const tokens = trace.cells.map((cell) => others[cell]);
  return { ...run, decoded, trace: { ...emptyTrace(0, 0, 1), ...trace, tokens } };
}
