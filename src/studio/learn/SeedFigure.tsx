import { useState } from 'react';

import { uniform } from '../../core/philox.ts';
import { SliderField } from '../controls/SliderField.tsx';
import { text } from '../messages/text.ts';

const GRID = { height: 16, width: 32 };
const CELL = 10;

/** The random numbers of a seed, from the generator that draws with them. */
export function SeedFigure() {
  const t = text().learn.seed;
  const [seed, setSeed] = useState(7);
  return (
    <figure className="learn-figure">
      <svg viewBox={`0 0 ${GRID.width * CELL} ${GRID.height * CELL}`} role="img" aria-label={t.figure}>
        {Array.from({ length: GRID.height * GRID.width }, (_, cell) => {
          const row = Math.floor(cell / GRID.width);
          const column = cell % GRID.width;
          const level = Math.round(uniform(seed, row, column) * 255);
          return (
            <rect
              key={cell}
              x={column * CELL}
              y={row * CELL}
              width={CELL - 1}
              height={CELL - 1}
              rx="1"
              fill={`rgb(${level} ${level} ${level})`}
            />
          );
        })}
      </svg>
      <div className="figure-sliders">
        <SliderField label={t.seed} value={seed} range={{ least: 0, most: 99, step: 1 }} onChange={setSeed} />
      </div>
    </figure>
  );
}
