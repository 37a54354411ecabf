import type { Action, ActionGroup } from '../actions/action.ts';
import { keyCaps } from '../actions/shortcuts.ts';
import { Dialog } from '../controls/Dialog.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

const GROUPS: readonly ActionGroup[] = ['generate', 'paint', 'history', 'help'];

/** All shortcuts, from the registry. */
export function HelpSheet() {
  const { actions, ui } = useStudio();
  const open = useFrom(
    (studio) => studio.ui,
    (state) => state.helpOpen,
  );
  const t = text().help;
  const all = Object.values(actions).filter((action) => action.shortcuts.length > 0);
  return (
    <Dialog title={t.title} open={open} onClose={() => ui.setState({ helpOpen: false })}>
      <div className="help-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t.groups[group]}</h3>
            <dl>
              {all
                .filter((action) => action.group === group)
                .map((action) => (
                  <HelpRow key={action.label} action={action} />
                ))}
              {group === 'paint' && (
                <div className="help-row">
                  <dt>{t.chooseLabel}</dt>
                  <dd>
                    <kbd>1</kbd> – <kbd>9</kbd>
                  </dd>
                </div>
              )}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function HelpRow({ action }: { readonly action: Action }) {
  return (
    <div className="help-row">
      <dt>{action.label}</dt>
      <dd>
        {keyCaps(action.shortcuts[0]).map((cap) => (
          <kbd key={cap}>{cap}</kbd>
        ))}
      </dd>
    </div>
  );
}
