import './whatif.css';
import { Icon, type IconName } from '../controls/Icon.tsx';
import { NumberInput } from '../controls/NumberInput.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { clampTyped } from '../generate/limits.ts';
import { Tile } from '../inspect/Tile.tsx';
import { useObstacle } from '../inspect/useOverlay.ts';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { codesOf } from '../session/sessionStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { TOKEN_TOOLS, type TokenTool } from './whatIfStore.ts';

const ICONS: Record<TokenTool, IconName> = { look: 'look', tile: 'tile', region: 'region' };

/** Tools of the token grid, with undo and the comparison with the run before the edits. */
export function WhatIfBar() {
  const { whatIf } = useStudio();
  const t = text().whatIf;
  const { tool, past, future, before, compare, busy } = useFrom(
    ({ whatIfStore }) => whatIfStore,
    (state) => state,
  );
  const obstacle = useObstacle();
  const idle = obstacle === null && busy !== 'drawing';
  return (
    <div className="what-if-bar">
      <RadioGroup
        label={t.tools}
        className="segmented"
        value={tool}
        options={TOKEN_TOOLS.map((value) => ({ value, label: t.tool[value] }))}
        onChange={(next) => whatIf.set({ tool: next })}
        render={({ value }) => <Icon name={ICONS[value]} />}
      />
      <div className="button-row">
        <button
          type="button"
          className="icon-button"
          aria-label={t.undo}
          title={t.undo}
          disabled={past.length === 0 || !idle}
          onClick={() => whatIf.undo()}
        >
          <Icon name="undo" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t.redo}
          title={t.redo}
          disabled={future.length === 0 || !idle}
          onClick={() => whatIf.redo()}
        >
          <Icon name="redo" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t.compare}
          title={t.compare}
          aria-pressed={compare !== null}
          disabled={before === null || past.length === 0}
          onClick={() => whatIf.set({ compare: compare === null ? 0.5 : null })}
        >
          <Icon name="compare" />
        </button>
      </div>
      {tool === 'tile' && <BrushCode />}
      {tool === 'region' && <RegionControls idle={idle} />}
      {tool === 'look' && (
        <p className="what-if-note" role="status">
          {busy === 'decoding'
            ? t.decoding
            : past.length > 0
              ? t.edited(past.length)
              : idle
                ? t.lookHint
                : ''}
        </p>
      )}
    </div>
  );
}

function BrushCode() {
  const { whatIf } = useStudio();
  const t = text().whatIf;
  const code = useFrom(
    ({ whatIfStore }) => whatIfStore,
    (state) => state.code,
  );
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const atlas = useAtlasOf(shown);
  const loaded = useFrom(
    ({ sessionStore }) => sessionStore,
    (state) => state.loaded,
  );
  return (
    <div className="brush-code">
      <span aria-hidden="true">{t.laysCode}</span>
      <Tile atlas={atlas} code={code} side={24} />
      <NumberInput
        label={t.brushCode}
        value={code}
        step={1}
        onCommit={(typed) => {
          const typedCode = clampTyped(typed, { least: 0, most: codesOf(loaded) - 1, step: 1 });
          if (typedCode) whatIf.set({ code: typedCode.value });
        }}
      />
    </div>
  );
}

function RegionControls({ idle }: { readonly idle: boolean }) {
  const { whatIf } = useStudio();
  const t = text().whatIf;
  const region = useFrom(
    ({ whatIfStore }) => whatIfStore,
    (state) => state.region,
  );
  if (!region) return idle && <p className="what-if-note">{t.regionHint}</p>;
  return (
    <div className="region-controls">
      <button
        type="button"
        className="button"
        title={t.regionHelp}
        aria-disabled={!idle}
        onClick={() => idle && void whatIf.resampleRegion()}
      >
        {t.region}
      </button>
      <span>{t.regionOf(region.height, region.width)}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={t.unmark}
        title={t.unmark}
        onClick={() => whatIf.set({ region: null })}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
