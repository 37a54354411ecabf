import type { Action, Actions } from './action.ts';
import { isTyping, matches } from './shortcuts.ts';

/** Keys that mean nothing in a text field. */
const WHILE_TYPING = ['Mod+Enter', 'Escape', 'Mod+s', 'Mod+k'];

/** The action that a key press means, or null. */
export function actionFor(actions: Actions, event: KeyboardEvent): Action | null {
  const typing = isTyping(event.target);
  for (const action of Object.values(actions)) {
    const shortcut = action.shortcuts.find((candidate) => matches(candidate, event));
    if (!shortcut || action.isBrowsers || !action.enabled()) continue;
    if (!typing || WHILE_TYPING.includes(shortcut)) return action;
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
