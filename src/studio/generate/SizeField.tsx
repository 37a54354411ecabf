import { useState } from 'react';

import { NumberInput } from '../controls/NumberInput.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { text } from '../messages/text.ts';
import { windowSizeOf } from '../session/sessionStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { clampTyped, offeredSizes, type Size, sizeStep, snapPicture } from './limits.ts';

const CUSTOM = 'custom';

function nameOf({ width, height }: Size): string {
  return `${width}x${height}`;
}

export function SizeField() {
  const { settings } = useStudio();
  const t = text().settings;
  const [custom, setCustom] = useState(false);
  const [said, setSaid] = useState('');
  const size = useFrom(
    (studio) => studio.settings,
    (state) => state,
  );
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  const downsampling = loaded?.downsampling ?? 16;
  const kind = loaded?.manifest.conditioning[0]?.kind ?? 'segmentation';
  const native = windowSizeOf(loaded, kind).width * downsampling;
  const offered = offeredSizes(native, downsampling);
  const isOffered = offered.some((one) => nameOf(one) === nameOf(size));

  const commit = (side: 'width' | 'height') => (typed: string) => {
    const clamped = clampTyped(typed, { least: 1, most: 100_000, step: 1 });
    if (!clamped) return;
    const wanted = { width: size.width, height: size.height, [side]: clamped.value };
    const snapped = snapPicture(wanted, native, downsampling);
    settings.setState(snapped);
    setSaid(snapped[side] === Number(typed) ? '' : t.snapped(typed, snapped[side], sizeStep(downsampling)));
  };

  return (
    <>
      <SelectField
        label={t.size}
        value={custom || !isOffered ? CUSTOM : nameOf(size)}
        options={[
          ...offered.map((one) => ({ value: nameOf(one), label: t.sizeOption(one) })),
          { value: CUSTOM, label: isOffered ? t.customSize : t.sizeOption(size) },
        ]}
        onChange={(name) => {
          setCustom(name === CUSTOM);
          setSaid('');
          const chosen = offered.find((one) => nameOf(one) === name);
          if (chosen) settings.setState(chosen);
        }}
      />
      {(custom || !isOffered) && (
        <div className="field size-field">
          <NumberInput label={t.width} value={size.width} onCommit={commit('width')} />
          <span aria-hidden="true">×</span>
          <NumberInput label={t.height} value={size.height} onCommit={commit('height')} />
          <p className="field-said" aria-live="polite">
            {said}
          </p>
        </div>
      )}
    </>
  );
}
