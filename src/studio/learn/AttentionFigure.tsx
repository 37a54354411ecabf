import { useMemo, useState } from 'react';

import { attendedCells, attentionRow } from '../../core/attentionMap.ts';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { heatFromZero } from '../inspect/heat.ts';
import { text } from '../messages/text.ts';
import { CellPicture } from './CellPicture.tsx';
import { PickNote, type PickProps } from './PickNote.tsx';
import { recordedCells, recordedStep, useAsked, useIsLive, useStepOf } from './useWalk.ts';
import type { StepAttention } from './walk.ts';

const ONTO = ['picture', 'condition'] as const;

/** Where the step of a token looks: layer by layer, onto the layout and onto what is laid. */
export function AttentionFigure({ open, cell, onPick }: PickProps) {
  const t = text();
  const { record, run } = open;
  const [layer, setLayer] = useState<number | null>(null);
  const [onto, setOnto] = useState<(typeof ONTO)[number]>('picture');
  const isLive = useIsLive(open);
  const row = Math.floor(cell / record.grid.width);
  const column = cell % record.grid.width;
  const attention = useAsked<StepAttention>(
    open,
    `attention ${cell}`,
    recordedStep(open, cell)?.attention ?? null,
    (client) => {
      const task = client.inspect<'attention'>({ about: 'attention', record, row, column });
      const layers = task.result.then((answer) => ({
        layers: Array.from({ length: answer.layers }, (_, one) => [...attentionRow(answer, one, null)]),
      }));
      return { result: layers, cancel: () => task.cancel() };
    },
  );
  const drawn = useStepOf(open, cell);
  const attended = useMemo(() => {
    if (!attention || !drawn) return null;
    return attendedCells(mean(attention, layer), drawn.schedule, drawn.step, true);
  }, [attention, drawn, layer]);
  const heat =
    attended && heatFromZero((onto === 'condition' ? attended.condition : null) ?? attended.picture);
  const layers = recordedStep(open, recordedCells(open)[0])?.attention.layers.length ?? 0;
  return (
    <figure className="learn-figure">
      <CellPicture
        run={run}
        label={t.learn.attention.figure}
        cell={cell}
        choice={isLive ? null : recordedCells(open)}
        heat={heat}
        onPick={onPick}
      />
      <div className="figure-controls">
        <label>
          {t.learn.attention.layer}{' '}
          <select
            value={layer ?? ''}
            onChange={(event) => setLayer(event.target.value === '' ? null : Number(event.target.value))}
          >
            <option value="">{t.learn.attention.allLayers}</option>
            {Array.from({ length: layers }, (_, one) => (
              <option key={one} value={one}>
                {t.learn.attention.layerOf(one + 1, layers)}
              </option>
            ))}
          </select>
        </label>
        <RadioGroup
          label={t.learn.attention.onto}
          className="segmented words"
          value={onto}
          options={ONTO.map((value) => ({ value, label: t.learn.attention.ontoWhat[value] }))}
          onChange={setOnto}
          render={(option) => option.label}
        />
      </div>
      <figcaption aria-live="polite">
        {attended ? t.learn.attention.said(row, column, attended.conditionShare) : t.learn.pick.asking}{' '}
        <PickNote isLive={isLive} />
      </figcaption>
    </figure>
  );
}

/** One layer's row, or the mean of all, as shares that sum to 1. */
function mean({ layers }: StepAttention, layer: number | null): Float32Array {
  const rows = layer === null ? layers : [layers[layer]];
  const sum = new Float32Array(rows[0].length);
  for (const one of rows) one.forEach((weight, i) => (sum[i] += weight));
  const total = sum.reduce((all, one) => all + one, 0);
  return sum.map((weight) => weight / total);
}
