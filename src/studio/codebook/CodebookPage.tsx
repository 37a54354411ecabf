import './codebook.css';
import { useEffect, useMemo } from 'react';

import { ErrorNote } from '../controls/ErrorNote.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { text } from '../messages/text.ts';
import { ReconstructPanel } from '../reconstruct/ReconstructPanel.tsx';
import { useFrom, useStudio } from '../useStudio.ts';
import { linkToEntry } from './address.ts';
import { CodebookGrid } from './CodebookGrid.tsx';
import { VIEWS } from './codebookStore.ts';
import { EntryCard } from './EntryCard.tsx';
import { MapPanel } from './MapPanel.tsx';
import { TilesToolbar } from './TilesToolbar.tsx';
import { UsageStrip } from './UsageStrip.tsx';
import { useAddress } from './useAddress.ts';
import { useAtlas } from './useAtlas.ts';
import { useColours, useOrder } from './useOrder.ts';
import { useUsage } from './useUsage.ts';
import { WorkLine } from './WorkLine.tsx';

/** What lies in the codebook: as tiles, as a map, and what it makes of a photo. */
export function CodebookPage() {
  const t = text().codebook;
  const { codebook: desk } = useStudio();
  const atlas = useAtlas();
  const { loaded, model, labels } = useFrom(
    (studio) => studio.sessionStore,
    (state) => state,
  );
  const state = useFrom(
    (studio) => studio.codebook.store,
    (all) => all,
  );
  const shown = useFrom(
    (studio) => studio.runs,
    (runs) => runs.shown,
  );
  const hash = loaded?.hash ?? null;
  useEffect(() => void desk.open(), [desk, hash]);

  const count = Math.min(loaded?.manifest.imageStage?.codes ?? Infinity, atlas?.count ?? 0);
  // Runs name a model as its own manifest does.
  const modelId = loaded?.manifest.id ?? model?.id ?? '';
  useAddress(count);
  const usage = useUsage(count, modelId);
  const colours = useColours(atlas, count);
  const ofModel = shown?.record?.model.id === modelId;
  const inPicture = useMemo(
    () => new Set(shown && ofModel ? shown.trace.tokens.subarray(0, shown.trace.count) : []),
    [shown, ofModel],
  );
  const { sort, filter, codebook, arrangement, chosen, anchor, view, look, contexts, side } = state;
  const order = useOrder({
    sort,
    filter,
    count,
    anchor,
    counts: usage.counts,
    codebook,
    arrangement,
    colours,
    inPicture,
    chosen,
  });
  const selected = Math.max(0, Math.min(state.selected, count - 1));
  const tiles = look === 'context' && contexts ? contexts : atlas;
  const imageStage = loaded?.manifest.imageStage;
  const canEncode = imageStage?.inChannels === 3 && !imageStage.segmentation;

  return (
    <section className="codebook" aria-label={t.region} data-view={view}>
      <div className="codebook-main">
        <div className="codebook-head">
          <div>
            <h1>{t.title}</h1>
            <p>
              {atlas
                ? t.intro(count, loaded?.manifest.name ?? model?.name ?? '', codebook?.dim ?? null)
                : t.empty}
            </p>
          </div>
          <RadioGroup
            label={t.view}
            className="segmented words"
            value={view}
            options={VIEWS.map((value) => ({ value, label: t.views[value] }))}
            onChange={(chosenView) => desk.store.setState({ view: chosenView })}
            render={(option) => option.label}
          />
        </div>
        {state.failure && <ErrorNote error={state.failure} />}
        {view === 'tiles' && atlas && (
          <>
            <UsageStrip codes={count} shown={usage} canEncode={canEncode} />
            <TilesToolbar
              count={count}
              shown={order.length}
              sorts={{
                index: true,
                usage: usage.counts !== null,
                hue: colours !== null,
                brightness: colours !== null,
                similarity: codebook !== null,
                arrangement: codebook !== null,
              }}
              filters={{
                all: true,
                picture: inPicture.size > 0 || filter === 'picture',
                unused: usage.counts !== null || filter === 'unused',
                chosen: chosen.size > 0 || filter === 'chosen',
              }}
              hasContexts={usage.isComing ? null : state.usage?.contexts !== undefined}
              onGo={(code) => {
                desk.select(code);
                if (!order.includes(code)) desk.store.setState({ filter: 'all' });
              }}
            />
            <WorkLine />
            {order.length === 0 && <p className="codebook-none">{t.noneShown[filter]}</p>}
            <CodebookGrid
              atlas={tiles ?? atlas}
              order={order}
              counts={usage.from === 'file' || usage.ownPictures > 0 ? usage.counts : null}
              side={side}
              selected={selected}
              onSelect={(code) => desk.select(code)}
            />
          </>
        )}
        {view === 'map' && atlas && (
          <>
            <MapPanel
              atlas={atlas}
              colours={colours}
              selected={selected}
              onSelect={(code) => desk.select(code)}
            />
            <WorkLine />
          </>
        )}
        {view === 'reconstruct' && <ReconstructPanel atlas={atlas} />}
      </div>
      {atlas && count > 0 && view !== 'reconstruct' && (
        <EntryCard
          atlas={atlas}
          count={count}
          code={selected}
          model={modelId}
          link={linkToEntry(model?.id ?? modelId, selected)}
          labels={labels}
          usage={usage}
          onSelect={(code) => desk.select(code)}
        />
      )}
    </section>
  );
}
