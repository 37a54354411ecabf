import { useMemo, useState } from 'react';

import { distributionOf } from '../../core/draw.ts';
import { SliderField } from '../controls/SliderField.tsx';
import { TEMPERATURE, TOP_P, topKRange } from '../generate/limits.ts';
import { decimal } from '../messages/format.ts';
import { text } from '../messages/text.ts';

/** Made-up scores of twenty-four codes, falling off as those of a trained transformer do. */
const SCORES = Float32Array.from([
  1.2, 3.1, 0.2, 4.4, 2.2, -0.4, 3.6, 1.8, 0.9, 5.1, 2.7, -1.2, 0.5, 3.9, 1.5, 2.4, -0.8, 4.7, 1.1, 0, 2.9,
  3.3, -0.2, 1.9,
]);
const WIDTH = 480;
const HEIGHT = 150;
const PITCH = WIDTH / SCORES.length;

/** Temperature, top-k and top-p at work, by the rules that the engine draws with. */
export function DrawFigure() {
  const t = text();
  const [temperature, setTemperature] = useState(1);
  const [topK, setTopK] = useState(12);
  const [topP, setTopP] = useState(0.95);
  const probabilities = useMemo(() => {
    const { ids, probabilities: kept } = distributionOf(
      SCORES,
      { temperature, topK, topP, greedy: false },
      SCORES.length,
    );
    const all = new Float64Array(SCORES.length);
    ids.forEach((id, i) => (all[id] = kept[i]));
    return all;
  }, [temperature, topK, topP]);
  const most = Math.max(0.3, ...probabilities);
  const kept = probabilities.filter((value) => value > 0).length;
  return (
    <figure className="learn-figure">
      <svg
        className="draw-figure"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t.learn.draw.figure}
      >
        {Array.from(probabilities, (value, code) => {
          const height = (value / most) * (HEIGHT - 8);
          return (
            <g key={code}>
              <title>{t.learn.draw.bar(code, `${decimal(value * 100, 1)} %`)}</title>
              <rect className="bar-place" x={code * PITCH + 2} y={HEIGHT - 3} width={PITCH - 4} height={3} />
              <rect
                className="bar"
                x={code * PITCH + 2}
                y={HEIGHT - 3 - height}
                width={PITCH - 4}
                height={height}
                rx="1.5"
              />
            </g>
          );
        })}
      </svg>
      <div className="figure-sliders">
        <SliderField
          label={t.settings.temperature}
          value={temperature}
          range={TEMPERATURE}
          onChange={setTemperature}
        />
        <SliderField
          label={t.settings.topK}
          value={topK}
          range={topKRange(SCORES.length)}
          onChange={setTopK}
        />
        <SliderField label={t.settings.topP} value={topP} range={TOP_P} onChange={setTopP} />
      </div>
      <figcaption aria-live="polite">{t.learn.draw.kept(kept, SCORES.length)}</figcaption>
    </figure>
  );
}
