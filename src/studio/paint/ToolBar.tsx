import { Icon, type IconName } from '../controls/Icon.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { keyCaps } from '../actions/shortcuts.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { BRUSH, TOOLS, type Tool } from './layoutStore.ts';

const ICONS: Record<Tool, IconName> = { brush: 'brush', eraser: 'eraser', fill: 'fill', pick: 'pick' };

export function ToolBar() {
  const { actions, layout } = useStudio();
  const tool = useFrom(
    (studio) => studio.layout,
    (state) => state.tool,
  );
  const size = useFrom(
    (studio) => studio.layout,
    (state) => state.brushSize,
  );
  const t = text().layout;
  return (
    <div className="tool-bar">
      <RadioGroup
        className="segmented"
        label={t.tools}
        value={tool}
        options={TOOLS.map((value) => ({
          value,
          label: actions[value].label,
          title: `${actions[value].label} (${keyCaps(actions[value].shortcuts[0]).join('+')})`,
        }))}
        onChange={(value) => actions[value].perform()}
        render={({ value }) => <Icon name={ICONS[value]} />}
      />
      <label className="brush-size" title={`${t.brushSize} ( [ ] )`}>
        <span className="brush-dot" aria-hidden="true">
          <span style={{ transform: `scale(${0.15 + 0.85 * Math.sqrt(size / BRUSH.most)})` }} />
        </span>
        <span className="visually-hidden">{t.brushSize}</span>
        <input
          type="range"
          min={BRUSH.least}
          max={BRUSH.most}
          step={BRUSH.step}
          value={size}
          style={
            {
              '--filled': `${(100 * (size - BRUSH.least)) / (BRUSH.most - BRUSH.least)}%`,
            } as React.CSSProperties
          }
          onChange={(event) => layout.setState({ brushSize: Number(event.target.value) })}
        />
        <span className="brush-number" aria-hidden="true">
          {size}
        </span>
      </label>
    </div>
  );
}
