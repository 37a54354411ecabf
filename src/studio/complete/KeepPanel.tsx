import './complete.css';

import { ErrorNote } from '../controls/ErrorNote.tsx';
import { FileButton } from '../controls/FileButton.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { invertMask, keptCount, MASK_STARTS, startMask } from './mask.ts';
import { MaskStage } from './MaskStage.tsx';

const BRUSH = { least: 1, most: 12, step: 1 };
const TOOLS = ['draw', 'keep'] as const;

/** Completion: a photo, what is kept of it, and the model draws the rest. */
export function KeepPanel() {
  const { completion } = useStudio();
  const t = text().complete;
  const { name, photo, mask, isReading, failure, tool, brush } = useFrom(
    (studio) => studio.completion.store,
    (state) => state,
  );
  const canDraw = useFrom(
    (studio) => studio.sessionStore,
    (state) => Boolean(state.loaded?.manifest.transformer && state.loaded.manifest.imageStage),
  );
  const open = ([file]: readonly File[]) => void completion.open(file);
  if (name === null) {
    if (!canDraw) return null;
    return (
      <div className="keep-offer">
        <FileButton accept="image/*" label={t.open} onFiles={open} />
        <p className="condition-note">{t.offer}</p>
      </div>
    );
  }
  const total = mask.kept.length;
  const left = total - keptCount(mask);
  return (
    <section className="keep-part" aria-label={t.region}>
      <div className="keep-head">
        <h3>{t.region}</h3>
        <p className="condition-note">{name}</p>
        <button type="button" className="button" onClick={() => completion.close()}>
          {t.close}
        </button>
      </div>
      {failure && <ErrorNote error={failure} />}
      {photo && (
        <>
          <div className="tool-bar">
            <RadioGroup
              className="segmented words"
              label={t.tools}
              value={tool}
              options={TOOLS.map((value) => ({ value, label: t.tool[value] }))}
              onChange={(next) => completion.store.setState({ tool: next })}
              render={({ label }) => label}
            />
          </div>
          <MaskStage />
          <p className="condition-note" role="status">
            {isReading ? t.reading : t.count(left, total)}
          </p>
          <div className="condition-buttons">
            {MASK_STARTS.map((start) => (
              <button
                key={start}
                type="button"
                className="button"
                onClick={() => completion.paint(startMask(start, mask.height, mask.width))}
              >
                {t.start[start]}
              </button>
            ))}
            <button type="button" className="button" onClick={() => completion.paint(invertMask(mask))}>
              {t.invert}
            </button>
          </div>
          <SliderField
            label={t.brush}
            value={brush}
            range={BRUSH}
            onChange={(cells) => completion.store.setState({ brush: cells })}
          />
        </>
      )}
    </section>
  );
}
