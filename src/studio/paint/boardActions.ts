import type { ConditionKind } from '../../core/settings.ts';
import type { Action, ActionId } from '../actions/action.ts';
import { text } from '../messages/text.ts';
import type { StudioParts } from '../createParts.ts';
import type { Tool } from './layoutStore.ts';
import type { Mirror } from './mirror.ts';
import { fitView, stepZoom } from './viewStore.ts';

type BoardAction = Extract<
  ActionId,
  | Exclude<Tool, 'brush' | 'eraser' | 'fill' | 'pick'>
  | 'mirror-sides'
  | 'mirror-ends'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-fit'
>;

/** Shapes and symmetry of the layout, and the view of whatever is drawn. */
export function boardActions(
  { layout, canvasView }: Pick<StudioParts, 'layout' | 'canvasView'>,
  kind: () => ConditionKind,
): Readonly<Record<BoardAction, Action>> {
  const t = text().paint;
  const action = (
    label: string,
    shortcuts: readonly string[],
    enabled: () => boolean,
    perform: () => void,
  ): Action => ({ label, group: 'paint', shortcuts, enabled, perform });

  const isLayout = () => kind() === 'segmentation';
  const shape = (tool: Tool, label: string, key: string) =>
    action(label, [key], isLayout, () =>
      layout.setState((state) => ({
        tool,
        toolBefore: state.tool === 'pick' ? state.toolBefore : state.tool,
      })),
    );
  const mirror = (axis: keyof Mirror, label: string, key: string) =>
    action(label, [key], isLayout, () =>
      layout.setState(({ mirror: before }) => ({ mirror: { ...before, [axis]: !before[axis] } })),
    );
  const zoom = () => canvasView.getState().view.zoom;
  const most = () => canvasView.getState().most;
  return {
    line: shape('line', t.line, 'l'),
    rectangle: shape('rectangle', t.rectangle, 'u'),
    polygon: shape('polygon', t.polygon, 'y'),
    lasso: shape('lasso', t.lasso, 'o'),
    'mirror-sides': mirror('sides', t.mirrorSides, 'm'),
    'mirror-ends': mirror('ends', t.mirrorEnds, 'Shift+m'),
    'zoom-in': action(
      t.zoomIn,
      ['+', '='],
      () => zoom() < most(),
      () => stepZoom(canvasView, 1),
    ),
    'zoom-out': action(
      t.zoomOut,
      ['-'],
      () => zoom() > 1,
      () => stepZoom(canvasView, -1),
    ),
    'zoom-fit': action(
      t.zoomFit,
      ['0'],
      () => zoom() > 1,
      () => fitView(canvasView),
    ),
  };
}
