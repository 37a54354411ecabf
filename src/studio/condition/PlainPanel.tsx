import { useEffect, useRef } from 'react';

import { coordinateTokens } from '../../conditioning/coordinates.ts';
import { text } from '../messages/text.ts';
import { useFrom } from '../useStudio.ts';

/** Kinds with nothing to draw: what the model is told instead, in words and, for coordinates, as shades. */
export function PlainPanel({ kind }: { readonly kind: 'coordinates' | 'none' }) {
  const t = text().conditions[kind];
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useFrom(
    ({ settings }) => settings,
    (state) => state.width,
  );
  const height = useFrom(
    ({ settings }) => settings,
    (state) => state.height,
  );
  const stage = useFrom(
    ({ sessionStore }) => sessionStore,
    (state) => state.loaded?.manifest.conditioning.find((one) => one.kind === 'coordinates')?.stage,
  );
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || stage?.type !== 'coordinates') return;
    const told = coordinateTokens(stage, height, width, 0);
    if (told.layout !== 'spatial') return;
    const { grid } = told;
    canvas.current.width = grid.width;
    canvas.current.height = grid.height;
    const image = context.createImageData(grid.width, grid.height);
    grid.tokens.forEach((token, i) => {
      const shade = Math.round((255 * token) / Math.max(1, stage.codes - 1));
      image.data.set([shade, shade, shade, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }, [stage, height, width]);
  return (
    <>
      <div className="tool-bar" />
      <div
        className="stage layout-stage still-stage"
        style={{ '--aspect': width / height } as React.CSSProperties}
        data-blank={kind === 'none' || undefined}
      >
        <canvas
          ref={canvas}
          role="img"
          aria-label={text().layout.canvas}
          className={`stage-canvas pixelated ${kind === 'none' ? 'blank-canvas' : ''}`}
        />
        {kind === 'none' && (
          <div className="stage-empty">
            <p className="stage-empty-title">{t.title}</p>
            <p>{t.help}</p>
          </div>
        )}
      </div>
      {kind === 'coordinates' && <p className="condition-note">{t.help}</p>}
    </>
  );
}
