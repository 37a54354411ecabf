import { useId } from 'react';

import { importBytes, needsOf, obstaclesOf } from '../../runtime/importNeeds.ts';
import { FileButton } from '../controls/FileButton.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { bytes } from '../messages/format.ts';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import { DTYPES, offeredHeads } from './choices.ts';
import { FoundFacts } from './FoundFacts.tsx';
import type { Sheet } from './importFlow.ts';
import { Takes } from './Takes.tsx';
import { PICKED_TYPES } from './pickedFiles.ts';

type FoundSheet = Sheet & { readonly step: 'found' };

export function FoundView({ sheet }: { readonly sheet: FoundSheet }) {
  const t = text().imports;
  const { flow } = useStudio().library;
  const { source, found, machine, choices } = sheet;
  const needsAt = (dtype: typeof choices.dtype) =>
    needsOf(found.model, dtype, importBytes(source, found.model, dtype), machine.backend);
  const needs = needsAt(choices.dtype);
  const obstacles = obstaclesOf(needs, machine);
  const isConverted = found.manifest === null;
  const int8 = needsAt('int8');
  const int8Fits = isConverted && choices.dtype !== 'int8' && obstaclesOf(int8, machine).length === 0;
  const blocked = obstacles.length > 0;
  return (
    <>
      <FoundFacts sheet={sheet} />
      {isConverted && (
        <div className="sheet-choices">
          <NameField name={choices.name} />
          {choices.heads !== null && <HeadsField heads={choices.heads} sheet={sheet} />}
          <div className="field">
            <span className="field-title">{t.dtype}</span>
            <RadioGroup
              className="choice-list"
              label={t.dtype}
              value={choices.dtype}
              options={DTYPES.map((value) => ({ value, label: t.dtypes[value].name }))}
              onChange={(dtype) => flow.choose({ dtype })}
              render={({ value }) => (
                <>
                  <span className="choice-name">{t.dtypes[value].name}</span>
                  <span className="choice-text">{t.dtypes[value].text}</span>
                  <span className="choice-size">{bytes(importBytes(source, found.model, value))}</span>
                </>
              )}
            />
          </div>
        </div>
      )}
      <Takes
        needs={needs}
        machine={machine}
        obstacles={obstacles}
        int8={int8Fits ? { needs: int8, use: () => flow.choose({ dtype: 'int8' }) } : null}
      />
      <div className="dialog-buttons sheet-buttons">
        {source.kind === 'checkpoint' && (
          <FileButton
            accept={PICKED_TYPES}
            multiple
            label={t.addFile}
            onFiles={(files) => void flow.addFiles(files)}
          />
        )}
        <span className="sheet-gap" />
        <button type="button" className="button" onClick={() => flow.close()}>
          {t.cancelSheet}
        </button>
        <button
          type="button"
          className="button primary"
          aria-disabled={blocked}
          onClick={() => !blocked && flow.start()}
        >
          {t.start}
        </button>
      </div>
    </>
  );
}

function NameField({ name }: { readonly name: string }) {
  const { flow } = useStudio().library;
  const id = useId();
  return (
    <div className="field sheet-field">
      <label htmlFor={id}>{text().imports.name}</label>
      <input
        id={id}
        type="text"
        className="text-input"
        maxLength={80}
        value={name}
        onChange={(event) => flow.choose({ name: event.target.value })}
      />
    </div>
  );
}

function HeadsField({ heads, sheet }: { readonly heads: number; readonly sheet: FoundSheet }) {
  const t = text().imports;
  const { flow } = useStudio().library;
  const { shownHeads, model } = sheet.found;
  const [usual] = model.headCandidates;
  return (
    <div className="sheet-field">
      <SelectField
        label={t.heads}
        value={String(heads)}
        options={offeredHeads(sheet.found).map((value) => ({
          value: String(value),
          label: value === shownHeads ? t.headsShown(value) : t.headsOption(value, value === usual),
        }))}
        onChange={(value) => flow.choose({ heads: Number(value) })}
      />
      <p className="advice">{shownHeads === undefined ? t.headsHelp : t.headsShownHelp}</p>
    </div>
  );
}
