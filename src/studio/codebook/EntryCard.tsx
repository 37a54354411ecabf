import { useMemo, useState } from 'react';

import { rowNorms } from '../../core/codebook/codebook.ts';
import { nearestCodes } from '../../core/codebook/nearest.ts';
import { ranksOf } from '../../core/codebook/usage.ts';
import { TesseraError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import { Icon } from '../controls/Icon.tsx';
import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { tellError } from '../shell/noticeStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { type CodeLink, CodeList } from './CodeList.tsx';
import { ContextTiles } from './ContextTiles.tsx';
import { HistoryOfCode } from './HistoryOfCode.tsx';
import { LabelBars } from './LabelBars.tsx';
import { PlaceMap } from './PlaceMap.tsx';
import { TileCanvas } from './TileCanvas.tsx';
import { UsesOfCode } from './UsesOfCode.tsx';
import { useRunsOf, type ShownUsage } from './useUsage.ts';
import { VectorPlot } from './VectorPlot.tsx';

interface EntryCardProps {
  readonly atlas: Atlas;
  readonly count: number;
  readonly code: number;
  /** Id of the model, as runs name it. */
  readonly model: string;
  /** Address of this entry. */
  readonly link: string;
  readonly labels: readonly Label[];
  readonly usage: ShownUsage;
  readonly onSelect: (code: number) => void;
}

const SIDE = 96;
const NEAREST = 8;
const GATHERED = 24;

/** All that is known of one code. */
export function EntryCard({ atlas, count, code, model, link, labels, usage, onSelect }: EntryCardProps) {
  const t = text().codebook;
  const { codebook: desk } = useStudio();
  const { codebook, usage: file } = useFrom(
    (studio) => studio.codebook.store,
    (state) => state,
  );
  const shown = useFrom(
    (studio) => studio.runs,
    (state) => state.shown,
  );
  const runs = useRunsOf(model);
  const step = (by: number) => onSelect((code + by + count) % count);
  const ranks = useMemo(() => usage.counts && ranksOf(usage.counts), [usage.counts]);
  const norms = useMemo(() => codebook && rowNorms(codebook), [codebook]);
  const codes = useMemo(() => Int32Array.of(code), [code]);
  const inRuns = runs.filter((tokens) => tokens.includes(code)).length;
  const uses = usage.counts?.[code];
  const total = useMemo(() => usage.counts?.reduce((sum, one) => sum + one, 0) ?? 0, [usage.counts]);
  return (
    <aside className="entry-card" aria-label={t.entry}>
      <header className="entry-head">
        <TileCanvas atlas={atlas} codes={codes} side={SIDE} gap={0} />
        <div className="entry-title">
          <h2 aria-live="polite">{t.cell(code)}</h2>
          {uses === undefined ? (
            <p>{usage.isComing ? t.usage.coming : t.usage.nowhere}</p>
          ) : (
            <p>
              {uses === 0
                ? t.usage.never
                : `${t.usage.times(uses)}, ${t.usage.rank(ranks?.[code] ?? 0, count)}`}
              {uses > 0 && <span>{t.usage.share(uses / total)}</span>}
            </p>
          )}
          <div className="button-row">
            <button type="button" className="icon-button" aria-label={t.previous} onClick={() => step(-1)}>
              <Icon name="previous" />
            </button>
            <button type="button" className="icon-button" aria-label={t.next} onClick={() => step(1)}>
              <Icon name="next" />
            </button>
            <CopyLink link={link} />
          </div>
        </div>
      </header>
      {file?.contexts && <ContextTiles contexts={file.contexts[code]} />}
      {codebook && norms ? (
        <>
          <section>
            <h3>
              {t.card.vector} <small>{t.card.norm(norms[code])}</small>
            </h3>
            <VectorPlot codebook={codebook} code={code} />
          </section>
          <section>
            <h3>{t.card.nearest}</h3>
            <Nearest atlas={atlas} code={code} onSelect={onSelect} />
            <div className="entry-buttons">
              <button
                type="button"
                className="button"
                onClick={() => {
                  desk.sort('similarity');
                  desk.store.setState({ view: 'tiles' });
                }}
              >
                {t.card.sortBySimilarity}
              </button>
              <button
                type="button"
                className="button"
                onClick={() => {
                  const near = nearestCodes(codebook, code, GATHERED, 'l2').map((one) => one.code);
                  desk.store.setState(({ chosen }) => ({ chosen: new Set([...chosen, code, ...near]) }));
                }}
              >
                {t.card.gather}
              </button>
            </div>
          </section>
        </>
      ) : (
        <p className="entry-note">{t.card.waiting}</p>
      )}
      {file?.places && <PlaceMap places={file.places} code={code} />}
      {file?.labels && labels.length > 0 && <LabelBars table={file.labels} labels={labels} code={code} />}
      {file && (file.left || file.above || file.after) && (
        <section>
          <h3>{t.card.beside}</h3>
          <div className="beside">
            {(['left', 'above', 'after'] as const).map((side) => {
              const pairs = file[side]?.[code] ?? [];
              return (
                pairs.length > 0 && (
                  <CodeList
                    key={side}
                    title={t.card[side]}
                    atlas={atlas}
                    codes={besides(pairs, file.counts[code])}
                    onSelect={onSelect}
                  />
                )
              );
            })}
          </div>
        </section>
      )}
      {codebook && !file && <p className="entry-note">{t.card.noUsage}</p>}
      {/* Below what comes with the weights, so not before it. */}
      {!usage.isComing && shown && shown.trace.count > 0 && shown.record?.model.id === model && (
        <section>
          <UsesOfCode run={shown} atlas={atlas} code={code} />
          {runs.length > 1 && <p className="entry-runs">{t.card.runs(inRuns, runs.length)}</p>}
        </section>
      )}
      {!usage.isComing && <HistoryOfCode code={code} model={model} />}
    </aside>
  );
}

/** Pairs of code and count as links with the share of the code's own uses. */
function besides(pairs: readonly number[], uses: number): CodeLink[] {
  const { percent } = text().codebook.card;
  return Array.from({ length: pairs.length / 2 }, (_, i) => ({
    code: pairs[2 * i],
    detail: percent(pairs[2 * i + 1] / Math.max(1, uses)),
  }));
}

function Nearest({ atlas, code, onSelect }: Pick<EntryCardProps, 'atlas' | 'code' | 'onSelect'>) {
  const t = text().codebook.card;
  const codebook = useFrom(
    (studio) => studio.codebook.store,
    (state) => state.codebook,
  );
  const lists = useMemo(
    () =>
      (['l2', 'cosine'] as const).map((metric) => ({
        metric,
        codes: codebook
          ? nearestCodes(codebook, code, NEAREST, metric).map((one) => ({
              code: one.code,
              detail: t.distance(one.distance),
            }))
          : [],
      })),
    [codebook, code, t],
  );
  return lists.map(({ metric, codes }) => (
    <CodeList
      key={metric}
      title={t[metric]}
      help={metric === 'l2' ? t.l2Help : t.cosineHelp}
      atlas={atlas}
      codes={codes}
      onSelect={onSelect}
    />
  ));
}

function CopyLink({ link }: Pick<EntryCardProps, 'link'>) {
  const t = text().codebook.card;
  const { notices } = useStudio();
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    const address = new URL(link, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      setCopied(link);
    } catch (cause) {
      const what = 'this browser does not let the page copy';
      tellError(
        notices,
        new TesseraError('clipboard-refused', what, `copy the address yourself: ${address}`, { cause }),
      );
    }
  };
  return (
    <button type="button" className="button quiet" onClick={() => void copy()}>
      {copied === link ? t.copied : t.copy}
    </button>
  );
}
