import { useState } from 'react';

import { distributionOf } from '../../core/draw.ts';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { CellPicture } from './CellPicture.tsx';
import type { PickProps } from './PickNote.tsx';
import { TileBars } from './TileBars.tsx';
import { recordedCells, recordedStep, useAsked, useIsLive } from './useWalk.ts';
import { plainly, toldOtherwise, type Shares, type Told } from './walk.ts';

const SHOWN = 12;

/** The same tokens before it, and another layout: what the transformer then expects. */
export function ConditionFigure({ open, cell, onPick }: PickProps) {
  const t = text().learn.condition;
  const { record, run, walk } = open;
  const [told, setTold] = useState(0);
  const isLive = useIsLive(open);
  const atlas = useAtlasOf(run);
  const given = useAsked<Shares>(
    open,
    `told ${cell} ${told}`,
    recordedStep(open, cell)?.given[told] ?? null,
    (client) => {
      const changed = plainly(toldOtherwise(record, walk.told[told]));
      const { width } = record.grid;
      const place = { row: Math.floor(cell / width), column: cell % width };
      const task = client.inspect<'token'>({ about: 'token', record: changed, ...place });
      const shares = task.result.then(({ logits }) => {
        const { probabilities } = distributionOf(logits, changed.settings, logits.length);
        const ids = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
        const best = ids.slice(0, SHOWN);
        return { ids: best, shares: best.map((id) => probabilities[id]) };
      });
      return { result: shares, cancel: () => task.cancel() };
    },
  );
  const nameOf = ({ id, name }: Told): string => {
    if (id === 'layout') return t.own;
    return id === 'none' ? t.nothing : (name ?? String(id));
  };
  const sum = given?.shares.reduce((all, share) => all + share, 0) ?? 0;
  return (
    <figure className="learn-figure">
      <RadioGroup
        label={t.told}
        className="segmented words"
        value={told}
        options={walk.told.map((one, value) => ({ value, label: nameOf(one) }))}
        onChange={setTold}
        render={(option) => option.label}
      />
      <div className="figure-pair">
        <CellPicture
          run={run}
          label={t.picture}
          cell={cell}
          choice={isLive ? null : recordedCells(open)}
          onPick={onPick}
        />
        {given ? (
          <TileBars
            label={t.figure}
            atlas={atlas}
            codes={given.ids.map((id, i) => ({ id, share: given.shares[i] }))}
            chosen={record.tokens[cell]}
            most={Math.max(0.1, given.shares[0])}
          />
        ) : (
          <div className="figure-wait" />
        )}
      </div>
      <figcaption aria-live="polite">
        {given ? t.said(given.ids.length, sum, nameOf(walk.told[told])) : text().learn.pick.asking}
      </figcaption>
    </figure>
  );
}
