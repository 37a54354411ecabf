import { Fragment } from 'react';

import { LABEL_KEYS, type Action } from '../actions/action.ts';
import { keyCaps } from '../actions/shortcuts.ts';
import { Dialog } from '../controls/Dialog.tsx';
import { text } from '../messages/text.ts';
import { PaintKeys } from '../paint/PaintKeys.tsx';
import { useFrom, useStudio } from '../useStudio.ts';
import { linkTo } from './routes.ts';

/** The keys of single labels are told in one row. */
const GROUPS = ['generate', 'files', 'paint', 'history', 'help'] as const;

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
          <Fragment key={group}>
            <section>
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
                      <kbd>{LABEL_KEYS[0]}</kbd> – <kbd>{LABEL_KEYS.at(-1)}</kbd>
                    </dd>
                  </div>
                )}
              </dl>
            </section>
            {group === 'paint' && <PaintKeys />}
          </Fragment>
        ))}
      </div>
      <p className="help-more">
        <a href={linkTo('diagnostics')} onClick={() => ui.setState({ helpOpen: false })}>
          {text().diagnostics.link}
        </a>
      </p>
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
