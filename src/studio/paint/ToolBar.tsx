import { Icon, type IconName } from '../controls/Icon.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { keyCaps } from '../actions/shortcuts.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { BrushSize } from './BrushSize.tsx';
import { TOOLS, type Tool } from './layoutStore.ts';

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
      <BrushSize size={size} onChange={(brushSize) => layout.setState({ brushSize })} />
    </div>
  );
}
