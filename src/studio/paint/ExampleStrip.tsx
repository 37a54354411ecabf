import { useEffect, useMemo, useRef } from 'react';

import { Placeholders } from '../controls/Placeholders.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { cropToAspect } from './cropToAspect.ts';
import { examplesFor, type ExampleLayout } from './examples.ts';
import { drawLabels, wholeOf } from './mapCanvas.ts';
import { colourTable } from './palette.ts';

const THUMBNAIL = { height: 112, width: 168 };
/** As many as ship with the page. */
const PLACES = 9;

export function ExampleStrip() {
  const { document: layout } = useStudio();
  const shipped = useFrom(
    (studio) => studio.ui,
    (state) => state.examples,
  );
  const awaited = useFrom(
    (studio) => studio.ui,
    (state) => state.awaitsExamples,
  );
  const labels = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.labels,
  );
  // A model with another palette gets those examples that it has labels for.
  const examples = useMemo(() => examplesFor(shipped, labels), [shipped, labels]);
  const t = text().layout;
  if (examples.length === 0 && !awaited) return null;
  return (
    <div className="strip-block">
      <h3 id="examples-title">{t.examples}</h3>
      <ul className="strip" aria-labelledby="examples-title">
        {examples.map((example) => (
          <li key={example.id}>
            <button
              type="button"
              className="strip-item"
              aria-label={t.example(example.title)}
              title={example.title}
              onClick={() => layout.replace(cropToAspect(example.map, layout.map.height, layout.map.width))}
            >
              <Thumbnail example={example} />
              <span>{example.title}</span>
            </button>
          </li>
        ))}
        {awaited && <Placeholders from={0} to={PLACES} />}
      </ul>
    </div>
  );
}

function Thumbnail({ example }: { readonly example: ExampleLayout }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const labels = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.labels,
  );
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const map = cropToAspect(example.map, THUMBNAIL.height, THUMBNAIL.width);
    drawLabels(context, map, colourTable(labels), wholeOf(map));
  }, [example, labels]);
  return <canvas ref={canvas} width={THUMBNAIL.width} height={THUMBNAIL.height} aria-hidden="true" />;
}
