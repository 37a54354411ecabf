import type { ActionId } from '../actions/action.ts';
import { keyCaps } from '../actions/shortcuts.ts';
import { useEnabled, useStudio } from '../useStudio.ts';
import './controls.css';
import { Icon, type IconName } from './Icon.tsx';

interface IconButtonProps {
  readonly action: ActionId;
  readonly icon: IconName;
  readonly pressed?: boolean;
}

/** A button for an action of the registry; its keys are told by the tooltip. */
export function IconButton({ action, icon, pressed }: IconButtonProps) {
  const { label, shortcuts, perform } = useStudio().actions[action];
  const enabled = useEnabled(action);
  const keys = shortcuts.length > 0 ? ` (${keyCaps(shortcuts[0]).join('+')})` : '';
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      aria-pressed={pressed}
      title={`${label}${keys}`}
      disabled={!enabled}
      onClick={perform}
    >
      <Icon name={icon} />
    </button>
  );
}
