import { useEffect, useRef } from 'react';

import { distributionOf, drawFrom } from '../../core/draw.ts';
import type { DrawSettings } from '../../core/settings.ts';
import { text } from '../messages/text.ts';
import type { TokenAnswer } from './inspectStore.ts';

interface NumberAxisProps {
  readonly answer: TokenAnswer;
  readonly settings: DrawSettings;
  readonly codes: number;
  /** The token in place. */
  readonly code: number;
}

const HEIGHT = 20;

/** From 0 to 1, each code as wide as its probability, in the order of ids: where u falls, that code is drawn. */
export function NumberAxis({ answer, settings, codes, code }: NumberAxisProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { logits, u } = answer;
  const distribution = distributionOf(logits, settings, codes);
  const chosen = drawFrom(distribution, u);
  const { greedy } = settings;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const draw = () => {
      const width = Math.max(1, Math.round(element.clientWidth * devicePixelRatio));
      const height = Math.round(HEIGHT * devicePixelRatio);
      element.width = width;
      element.height = height;
      const style = getComputedStyle(element);
      const colours = [style.getPropertyValue('--axis-even'), style.getPropertyValue('--axis-odd')];
      let from = 0;
      distribution.ids.forEach((id, i) => {
        const to = from + distribution.probabilities[i];
        context.fillStyle = id === code ? style.getPropertyValue('--gold') : colours[i % 2];
        context.fillRect(from * width, 0, Math.max(id === code ? 2 : 0, (to - from) * width), height);
        from = to;
      });
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  });

  if (greedy) return null;
  const t = text().inspect;
  return (
    <>
      <div className="number-axis" role="img" aria-label={t.panel.axis(chosen, u)}>
        <canvas ref={canvas} />
        <span className="number-tick" style={{ left: `${u * 100}%` }} />
      </div>
      <p className="axis-note">{chosen !== answer.drawn && t.panel.wouldChoose(chosen)}</p>
    </>
  );
}
