import { useEffect, useRef } from 'react';

import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { cropToAspect } from './cropToAspect.ts';
import type { ExampleLayout } from './examples.ts';
import { drawLabels, wholeOf } from './mapCanvas.ts';
import { colourTable } from './palette.ts';

const THUMBNAIL = { height: 112, width: 168 };

export function ExampleStrip() {
  const { document: layout } = useStudio();
  const examples = useFrom(
    (studio) => studio.ui,
    (state) => state.examples,
  );
  const t = text().layout;
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
