import { useState } from 'react';

import { RadioGroup } from '../controls/RadioGroup.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { text } from '../messages/text.ts';
import { adversarialLoss, balance } from './balance.ts';

const BELIEF = { least: 0.01, most: 0.99, step: 0.01 };
const GRADIENT = { least: 0, most: 4, step: 0.05 };
const WAYS = ['adaptive', 'fixed'] as const;

/** Judge and decoder against each other, and the weight that keeps either from shouting the other down. */
export function BalanceFigure() {
  const t = text().learn.balance;
  const [real, setReal] = useState(0.8);
  const [made, setMade] = useState(0.3);
  const [reconstruction, setReconstruction] = useState(1.6);
  const [adversarial, setAdversarial] = useState(0.2);
  const [way, setWay] = useState<(typeof WAYS)[number]>('adaptive');
  const lambda = way === 'adaptive' ? balance(reconstruction, adversarial) : 1;
  const pulls = [
    { name: t.reconstruction, value: reconstruction },
    { name: t.adversarial, value: lambda * adversarial },
  ];
  const most = Math.max(0.01, ...pulls.map(({ value }) => value));
  return (
    <figure className="learn-figure balance-figure">
      <div className="figure-sliders">
        <SliderField label={t.real} value={real} range={BELIEF} onChange={setReal} />
        <SliderField label={t.made} value={made} range={BELIEF} onChange={setMade} />
      </div>
      <p className="balance-loss">{t.loss(adversarialLoss(real, made), -2 * Math.LN2)}</p>
      <div className="figure-sliders">
        <SliderField
          label={t.reconstructionPull}
          value={reconstruction}
          range={GRADIENT}
          onChange={setReconstruction}
        />
        <SliderField
          label={t.adversarialPull}
          value={adversarial}
          range={GRADIENT}
          onChange={setAdversarial}
        />
      </div>
      <RadioGroup
        label={t.weight}
        className="segmented words"
        value={way}
        options={WAYS.map((value) => ({ value, label: t.ways[value] }))}
        onChange={setWay}
        render={(option) => option.label}
      />
      <dl className="balance-bars">
        {pulls.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span className="balance-bar" aria-hidden="true">
                <span style={{ transform: `scaleX(${value / most})` }} />
              </span>
              {t.pull(value)}
            </dd>
          </div>
        ))}
      </dl>
      <figcaption aria-live="polite">{t.said(lambda)}</figcaption>
    </figure>
  );
}
