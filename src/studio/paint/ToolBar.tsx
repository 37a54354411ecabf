import { Icon, type IconName } from '../controls/Icon.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { keyCaps } from '../actions/shortcuts.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { BrushSize } from './BrushSize.tsx';
import { GapField } from './GapField.tsx';
import { TOOLS, type Tool } from './layoutStore.ts';

const ICONS: Record<Tool, IconName> = {
  brush: 'brush',
  eraser: 'eraser',
  line: 'line',
  rectangle: 'rectangle',
  polygon: 'polygon',
  lasso: 'lasso',
  fill: 'fill',
  pick: 'pick',
};

/** Strokes, shapes, and what works on areas: a gap sets the groups apart. */
const GROUP_STARTS: readonly Tool[] = ['line', 'fill'];

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
  const t = text();
  return (
    <div className="tool-bar paint-bar">
      <RadioGroup
        className="segmented paint-tools"
        label={t.layout.tools}
        value={tool}
        options={TOOLS.map((value) => ({
          value,
          label: actions[value].label,
          title: `${actions[value].label} (${keyCaps(actions[value].shortcuts[0]).join('+')})${t.paint.toolHelp[value] ?? ''}`,
        }))}
        onChange={(value) => actions[value].perform()}
        render={({ value }) => (
          <span className={GROUP_STARTS.includes(value) ? 'tool-icon group-start' : 'tool-icon'}>
            <Icon name={ICONS[value]} />
          </span>
        )}
      />
      {tool === 'fill' ? (
        <GapField />
      ) : (
        <BrushSize size={size} onChange={(brushSize) => layout.setState({ brushSize })} />
      )}
    </div>
  );
}
