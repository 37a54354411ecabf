import { useMemo, useState } from 'react';

import { rgbaOf } from '../../conditioning/photo.ts';
import { errorOfCells } from '../../core/errorMap.ts';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { heat, type Reconstruction } from './judge.ts';
import { PixelCanvas } from './PixelCanvas.tsx';
import { TokenFigure } from './TokenFigure.tsx';

interface FiguresProps {
  readonly made: Reconstruction;
  readonly atlas: Atlas | null;
  /** Codes of the model. */
  readonly codes: number;
  readonly onCode: (code: number) => void;
}

const SCALES = ['pixels', 'cells'] as const;

/** Photo, tokens, reconstruction and error side by side, with the figures beneath. */
export function Figures({ made, atlas, codes, onCode }: FiguresProps) {
  const t = text().codebook.bench;
  const [scale, setScale] = useState<'pixels' | 'cells'>('pixels');
  const { photo, grid, pixels, error } = made;
  const before = useMemo(() => rgbaOf(photo), [photo]);
  const cells = useMemo(() => errorOfCells(error, photo.width / grid.width), [error, photo, grid]);
  const mostOfCell = cells.reduce((most, value) => Math.max(most, value), 0);
  const hot = useMemo(
    () => (scale === 'pixels' ? heat(error.pixels, error.most) : heat(cells, mostOfCell)),
    [scale, error, cells, mostOfCell],
  );
  const size = scale === 'pixels' ? photo : grid;
  const bits = grid.tokens.length * Math.ceil(Math.log2(codes));
  return (
    <>
      <div className="bench-figures">
        <figure>
          <PixelCanvas {...photo} rgba={before} label={t.original} />
          <figcaption title={made.name}>{t.original}</figcaption>
        </figure>
        <figure>
          {atlas ? (
            <TokenFigure grid={grid} atlas={atlas} onCode={onCode} />
          ) : (
            <PixelCanvas {...pixels} label={t.tokens} />
          )}
          <figcaption>{t.tokensFigure(grid.width, grid.height)}</figcaption>
        </figure>
        <figure>
          <PixelCanvas {...pixels} label={t.reconstruction} />
          <figcaption>{t.reconstruction}</figcaption>
        </figure>
        <figure>
          <PixelCanvas
            height={size.height}
            width={size.width}
            rgba={hot}
            label={t.errorFigure(Math.round(scale === 'pixels' ? error.most : mostOfCell))}
            sharp={scale === 'cells'}
          />
          <figcaption>
            {t.error}
            <RadioGroup
              label={t.errorScale}
              className="segmented words small"
              value={scale}
              options={SCALES.map((value) => ({ value, label: t.errorOf[value] }))}
              onChange={setScale}
              render={(option) => option.label}
            />
          </figcaption>
        </figure>
      </div>
      <dl className="bench-numbers">
        <div>
          <dt>{t.psnr}</dt>
          <dd>{t.decibel(made.psnr)}</dd>
        </div>
        <div>
          <dt>{t.ssim}</dt>
          <dd>{t.similarity(made.ssim)}</dd>
        </div>
        <div>
          <dt>{t.codesUsed}</dt>
          <dd>{text().codebook.shown(made.codesUsed, codes)}</dd>
        </div>
        <div>
          <dt>{t.bits}</dt>
          <dd>{t.bitsOf(bits, (photo.height * photo.width * 24) / bits)}</dd>
        </div>
      </dl>
    </>
  );
}
