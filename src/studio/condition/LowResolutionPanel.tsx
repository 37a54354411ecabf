import { useMemo } from 'react';

import { resizeBicubic } from '../../conditioning/bicubic.ts';
import { FACTOR } from '../../conditioning/lowResolution.ts';
import { Icon } from '../controls/Icon.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { text } from '../messages/text.ts';
import type { Studio } from '../studio.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { drawPhoto } from './drawCondition.ts';
import { DrawStage } from './DrawStage.tsx';
import type { Drawable } from '../paint/keepDrawn.ts';

const FACTORS = [4, 8, 16] as const;

export function LowResolutionPanel() {
  const { desk, actions } = useStudio();
  const t = text().conditions.lowResolution;
  useFrom(
    (studio) => studio.desk.store,
    (state) => state.lowResolution.revision,
  );
  const drawing = useMemo(() => photoDrawing(desk), [desk]);
  const { small, factor } = desk.lowResolution.state;
  const factors = [...new Set([...FACTORS, factor])].sort((a, b) => a - b);
  return (
    <>
      <div className="tool-bar">
        <button type="button" className="button" onClick={actions['import-layout'].perform}>
          <Icon name="photo" /> {t.photo}
        </button>
        <div className="bar-end factor-field">
          <SelectField
            label={t.factor}
            value={String(factor)}
            options={factors.map((one) => ({ value: String(one), label: t.factorOption(one) }))}
            onChange={(value) => desk.lowResolution.setFactor(Number(value))}
          />
        </div>
      </div>
      <DrawStage
        drawing={drawing}
        target={null}
        blank={small === null}
        title={t.emptyTitle}
        help={t.emptyText}
        smooth
      />
      {small && (
        <p className="condition-note">
          {t.seen(small)} {factor !== FACTOR && t.usual}
        </p>
      )}
    </>
  );
}

function photoDrawing({ lowResolution }: Studio['desk']): Drawable {
  return {
    size: () => lowResolution.state,
    onChange: (listener) => lowResolution.onChange(() => listener(null)),
    draw: (context) => {
      const { small, height, width } = lowResolution.state;
      if (small) drawPhoto(context, resizeBicubic(small, height, width));
      else context.clearRect(0, 0, width, height);
    },
  };
}
