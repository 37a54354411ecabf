import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';

import './files.css';
import { Dialog } from '../controls/Dialog.tsx';
import { text } from '../messages/text.ts';
import { drawLabels, wholeOf } from '../paint/mapCanvas.ts';
import { colourTable as labelColours, displayName } from '../paint/palette.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { readColours } from './colours.ts';
import type { IntakeQuestion } from './intake.ts';

/** Asks what a file should become where that is not plain. Closing it leaves everything as it was. */
export function IntakeDialog() {
  const { intake } = useStudio();
  const asked = useStore(intake.question, (state) => state.asked);
  const t = text().files;
  const title = asked?.kind === 'photo' ? t.photo.title : t.colours.title;
  return (
    <Dialog title={title} open={asked !== null} onClose={() => intake.dismiss()}>
      {asked?.kind === 'colours' && <ColourQuestion asked={asked} />}
      {asked?.kind === 'photo' && <PhotoQuestion asked={asked} />}
    </Dialog>
  );
}

function ColourQuestion({ asked }: { readonly asked: IntakeQuestion & { kind: 'colours' } }) {
  const { intake } = useStudio();
  const labels = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.labels,
  );
  const t = text().files.colours;
  const { table, chosen, name } = asked;
  const rest = table.count - table.mains.length;
  return (
    <>
      <p>{t.intro(name, table.count)}</p>
      <div className="colour-pictures">
        <Original asked={asked} />
        <Preview asked={asked} />
      </div>
      <ul className="colour-list">
        {table.mains.map(({ rgb, share }, at) => {
          const hex = `#${rgb.toString(16).padStart(6, '0')}`;
          return (
            <li key={rgb}>
              <span className="colour-chip" style={{ background: hex }} aria-hidden="true" />
              <span className="colour-name">{t.colour(hex, share)}</span>
              <select
                aria-label={t.label(hex)}
                value={chosen[at]}
                onChange={(event) => intake.choose(at, Number(event.target.value))}
              >
                {labels.map((label) => (
                  <option key={label.id} value={label.id}>
                    {displayName(label)}
                  </option>
                ))}
              </select>
            </li>
          );
        })}
      </ul>
      {rest > 0 && <p className="colour-rest">{t.more(rest)}</p>}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => intake.dismiss()}>
          {t.refuse}
        </button>
        <button type="button" className="button primary" onClick={() => intake.acceptColours()}>
          {t.accept}
        </button>
      </div>
    </>
  );
}

function Original({ asked: { picture } }: { readonly asked: IntakeQuestion & { kind: 'colours' } }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const rgba = new Uint8ClampedArray(picture.rgba);
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, picture.width, picture.height), 0, 0);
  }, [picture]);
  const label = text().files.colours.original;
  return (
    <figure>
      <canvas ref={canvas} role="img" aria-label={label} width={picture.width} height={picture.height} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}

function Preview({ asked }: { readonly asked: IntakeQuestion & { kind: 'colours' } }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { picture, table, chosen } = asked;
  const labels = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.labels,
  );
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const map = readColours(picture, table, chosen);
    if (context) drawLabels(context, map, labelColours(labels), wholeOf(map));
  }, [picture, table, chosen, labels]);
  const label = text().files.colours.preview;
  return (
    <figure>
      <canvas ref={canvas} role="img" aria-label={label} width={picture.width} height={picture.height} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}

function PhotoQuestion({ asked }: { readonly asked: IntakeQuestion & { kind: 'photo' } }) {
  const { intake } = useStudio();
  const t = text().files.photo;
  const { file, photo, intents } = asked;
  return (
    <>
      <p>{t.question(file.name, photo)}</p>
      {intents.length === 0 && <p>{t.none}</p>}
      <ul className="photo-intents">
        {intents.map((intent) => (
          <li key={intent.id}>
            <button type="button" className="photo-intent" onClick={() => void intake.acceptPhoto(intent)}>
              <span>{intent.label}</span>
              <small>{intent.help}</small>
            </button>
          </li>
        ))}
      </ul>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => intake.dismiss()}>
          {t.refuse}
        </button>
      </div>
    </>
  );
}
