import { useId } from 'react';

import { FileButton } from '../controls/FileButton.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { RangeInput } from '../controls/RangeInput.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { type Reconstruction } from './judge.ts';
import { PixelCanvas } from './PixelCanvas.tsx';

interface BlendPanelProps {
  readonly first: Reconstruction;
  readonly second: Reconstruction | null;
}

const MIX = { least: 0, most: 1, step: 0.05 };
const WAYS = ['quantized', 'raw'] as const;

/** Pictures between two photos, mixed where the encoder's vectors are. */
export function BlendPanel({ first, second }: BlendPanelProps) {
  const t = text().codebook.bench;
  const id = useId();
  const { bench } = useStudio();
  const { share, way, blended } = useFrom(
    (studio) => studio.bench.store,
    (state) => state,
  );
  const gumbel = useFrom(
    (studio) => studio.codebook.store,
    (state) => state.quantizer === 'gumbel',
  );
  return (
    <section className="blend">
      <div className="blend-head">
        <div>
          <h2>{t.blendTitle}</h2>
          <p>{t.blendLead}</p>
        </div>
        <FileButton
          accept="image/*"
          label={second ? t.chooseSecond : t.second}
          primary={!second}
          onFiles={([file]) => void bench.open('second', file)}
        />
      </div>
      {second && (
        <>
          <div className="blend-figures">
            <figure>
              <PixelCanvas {...first.pixels} label={t.first} />
              <figcaption>{t.first}</figcaption>
            </figure>
            <figure className="blend-middle">
              {blended ? (
                <PixelCanvas {...blended} label={t.blended} />
              ) : (
                <PixelCanvas {...first.pixels} label={t.blended} />
              )}
              <figcaption>{t.shareText(share)}</figcaption>
            </figure>
            <figure>
              <PixelCanvas {...second.pixels} label={t.second} />
              <figcaption>{t.second}</figcaption>
            </figure>
          </div>
          <div className="blend-bar">
            <label htmlFor={id}>{t.share}</label>
            <RangeInput
              id={id}
              value={share}
              range={MIX}
              aria-valuetext={t.shareText(share)}
              onChange={(value) => void bench.mix({ share: value })}
            />
            {!gumbel && (
              <RadioGroup
                label={t.way}
                className="segmented words"
                value={way}
                options={WAYS.map((value) => ({ value, label: t.ways[value] }))}
                onChange={(chosen) => void bench.mix({ way: chosen })}
                render={(option) => option.label}
              />
            )}
          </div>
          <p className="blend-help">{gumbel ? t.gumbel : t.waysHelp[way]}</p>
        </>
      )}
    </section>
  );
}
