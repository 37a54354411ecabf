import { useStore } from 'zustand';

import { keyCaps } from '../actions/shortcuts.ts';
import { IconButton } from '../controls/IconButton.tsx';
import { text } from '../messages/text.ts';
import { useEnabled, useFrom, useStudio } from '../useStudio.ts';

/** Always in the same place: at the head of the settings, and at the foot of the screen on a phone. */
export function GenerateBar() {
  const { actions, queue } = useStudio();
  const waiting = useStore(queue.store, (state) => state.waiting.length);
  const canGenerate = useEnabled('generate');
  const canCancel = useEnabled('cancel');
  const phase = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.phase,
  );
  const t = text();
  // Said in the title, as everywhere: beside three buttons the column has no room for it in any language.
  const hint = `${actions.generate.label} (${keyCaps(actions.generate.shortcuts[0]).join('+')})`;
  return (
    <div className="generate-bar">
      <button
        type="button"
        className="button primary generate"
        aria-disabled={!canGenerate}
        title={phase === 'loading' || phase === 'starting' ? t.settings.waitsForModel : hint}
        onClick={() => {
          if (actions.generate.enabled()) actions.generate.perform();
        }}
      >
        {actions.generate.label}
      </button>
      <span className="enqueue">
        <IconButton action="enqueue" icon="queue" />
        {waiting > 0 && (
          <span className="enqueue-count" aria-hidden="true">
            {waiting}
          </span>
        )}
      </span>
      <button
        type="button"
        className="button"
        aria-disabled={!canCancel}
        onClick={() => {
          if (actions.cancel.enabled()) actions.cancel.perform();
        }}
      >
        {actions.cancel.label}
      </button>
    </div>
  );
}
