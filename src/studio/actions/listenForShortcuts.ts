import type { Action, Actions } from './action.ts';
import { isTyping, matches } from './shortcuts.ts';

/** The action that a key press means, or null. */
export function actionFor(actions: Actions, event: KeyboardEvent): Action | null {
  const typing = isTyping(event.target);
  for (const action of Object.values(actions)) {
    const shortcut = action.shortcuts.find((candidate) => matches(candidate, event));
    if (!shortcut || !action.enabled()) continue;
    const whileTyping = shortcut === 'Mod+Enter' || shortcut === 'Escape' || shortcut === 'Mod+s';
    if (!typing || whileTyping) return action;
  }
  return null;
}

/** @returns how to stop listening */
export function listenForShortcuts(actions: Actions): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    // An open dialog has the keys to itself, and a key that was already used is used up.
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const action = actionFor(actions, event);
    if (!action) return;
    event.preventDefault();
    action.perform();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
