import { NumberInput } from '../controls/NumberInput.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { clampTyped } from '../generate/limits.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

const METHODS = ['components', 'neighbours'] as const;
export type MapMethod = (typeof METHODS)[number];
const TOOLS = ['move', 'lasso'] as const;
export type MapTool = (typeof TOOLS)[number];

interface MapToolbarProps {
  readonly method: MapMethod;
  readonly onMethod: (method: MapMethod) => void;
  readonly tool: MapTool;
  readonly onTool: (tool: MapTool) => void;
  /** 1 in, -1 out, 0 all. */
  readonly onZoom: (direction: 1 | 0 | -1) => void;
}

export function MapToolbar({ method, onMethod, tool, onTool, onZoom }: MapToolbarProps) {
  const all = text().codebook;
  const t = all.map;
  const { codebook } = useStudio();
  const { chosen, components, seed } = useFrom(
    (studio) => studio.codebook.store,
    (state) => state,
  );
  const reseed = (typed: string) => {
    const clamped = clampTyped(typed, { least: 0, most: 999_999, step: 1 });
    if (clamped) codebook.reseed(clamped.value);
  };
  return (
    <div className="codebook-tools">
      <RadioGroup
        label={t.method}
        className="segmented words"
        value={method}
        options={METHODS.map((value) => ({ value, label: t.methods[value] }))}
        onChange={onMethod}
        render={(option) => option.label}
      />
      <RadioGroup
        label={t.tool}
        className="segmented words"
        value={tool}
        options={TOOLS.map((value) => ({ value, label: t.tools[value] }))}
        onChange={onTool}
        render={(option) => option.label}
      />
      <div className="button-row">
        <button type="button" className="button" aria-label={t.zoomOut} onClick={() => onZoom(-1)}>
          −
        </button>
        <button type="button" className="button" aria-label={t.zoomIn} onClick={() => onZoom(1)}>
          +
        </button>
        <button type="button" className="button" onClick={() => onZoom(0)}>
          {t.fit}
        </button>
      </div>
      {method === 'neighbours' && (
        <div className="codebook-tool codebook-go">
          <span aria-hidden="true">{all.seed}</span>
          <NumberInput label={all.seed} value={seed} step={1} onCommit={reseed} />
        </div>
      )}
      {chosen.size > 0 && (
        <div className="map-gathered" role="status">
          <span>{t.gathered(chosen.size)}</span>
          <button
            type="button"
            className="button"
            onClick={() => codebook.store.setState({ view: 'tiles', filter: 'chosen' })}
          >
            {t.showGathered}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => codebook.store.setState({ chosen: new Set() })}
          >
            {t.clear}
          </button>
        </div>
      )}
      <p className="codebook-shown">
        {method === 'neighbours'
          ? t.neighboursHelp(seed)
          : components && t.componentsHelp(...components.shares)}
      </p>
    </div>
  );
}
