import { useMemo, useState } from 'react';

import { viewDraw } from '../../core/distribution.ts';
import { distributionOf, drawFrom } from '../../core/draw.ts';
import { SliderField } from '../controls/SliderField.tsx';
import { TEMPERATURE, TOP_P, topKRange } from '../generate/limits.ts';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { CellPicture } from './CellPicture.tsx';
import type { PickProps } from './PickNote.tsx';
import { TileBars } from './TileBars.tsx';
import { recordedCells, recordedStep, useAsked, useIsLive } from './useWalk.ts';
import type { WalkStep } from './walk.ts';

/** Codes that get a bar. */
const SHOWN = 20;
const NUMBER = { least: 0, most: 0.999, step: 0.001 };

/** Scores of all codes, those that are not recorded so low that they count nothing. */
interface Scored {
  readonly logits: Float32Array;
  readonly u: number;
}

const NEVER = -60;

function scoresOf({ best, u }: WalkStep, codes: number): Scored {
  const highest = Math.max(...best.logits);
  const logits = new Float32Array(codes).fill(highest + NEVER);
  best.ids.forEach((id, i) => (logits[id] = best.logits[i]));
  return { logits, u };
}

/** The draw of one token again, by the rules that the engine draws with: temperature, top-k, top-p, and the number u. */
export function DrawFigure({ open, cell, onPick }: PickProps) {
  const t = text();
  const { record, run, walk } = open;
  const [settings, setSettings] = useState({ temperature: 1, topK: 100, topP: 1 });
  const [number, setNumber] = useState<{ readonly cell: number; readonly u: number } | null>(null);
  const isLive = useIsLive(open);
  const step = recordedStep(open, cell);
  const recorded = useMemo(() => step && scoresOf(step, walk.plane.x.length), [step, walk]);
  const scored = useAsked<Scored>(open, `draw ${cell}`, recorded, (client) => {
    const { width } = record.grid;
    const place = { row: Math.floor(cell / width), column: cell % width };
    return client.inspect<'token'>({ about: 'token', record, ...place });
  });
  const atlas = useAtlasOf(run);
  const drawn = useMemo(() => {
    if (!scored) return null;
    const all = { ...settings, greedy: false };
    const { logits } = scored;
    const distribution = distributionOf(logits, all, logits.length);
    return { distribution, view: viewDraw(logits, all, logits.length, SHOWN) };
  }, [scored, settings]);
  const u = number?.cell === cell ? number.u : (scored?.u ?? 0);
  const chosen = drawn && drawFrom(drawn.distribution, u);
  const change = (part: Partial<typeof settings>) => setSettings((before) => ({ ...before, ...part }));
  return (
    <figure className="learn-figure">
      <div className="figure-pair">
        <CellPicture
          run={run}
          label={t.learn.draw.picture}
          cell={cell}
          choice={isLive ? null : recordedCells(open)}
          onPick={onPick}
        />
        {drawn ? (
          <TileBars
            label={t.learn.draw.figure}
            atlas={atlas}
            codes={drawn.view.candidates.map(({ id, probability }) => ({ id, share: probability }))}
            chosen={chosen}
            most={Math.max(0.1, drawn.view.candidates[0]?.probability ?? 0)}
          />
        ) : (
          <div className="figure-wait" />
        )}
      </div>
      <div className="figure-sliders">
        <SliderField
          label={t.settings.temperature}
          value={settings.temperature}
          range={TEMPERATURE}
          onChange={(temperature) => change({ temperature })}
        />
        <SliderField
          label={t.settings.topK}
          value={settings.topK}
          range={topKRange(100)}
          onChange={(topK) => change({ topK })}
        />
        <SliderField
          label={t.settings.topP}
          value={settings.topP}
          range={TOP_P}
          onChange={(topP) => change({ topP })}
        />
        <SliderField
          label={t.learn.draw.number}
          value={Number(u.toFixed(3))}
          range={NUMBER}
          onChange={(value) => setNumber({ cell, u: value })}
        />
      </div>
      <figcaption aria-live="polite">
        {drawn && chosen !== null
          ? t.learn.draw.said(chosen, drawn.view.kept, drawn.view.entropy)
          : t.learn.pick.asking}
      </figcaption>
    </figure>
  );
}
