/**
 * A key combination as written in the registry: `Mod+Enter`, `Shift+Mod+z`, `b`, `?`. `Mod` is Cmd on Apple
 * devices and Ctrl elsewhere.
 */
export type Shortcut = string;

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** The sign between keys may be a key itself. */
function partsOf(shortcut: Shortcut): readonly string[] {
  return shortcut === '+' ? ['+'] : shortcut.split('+');
}

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

export function matches(shortcut: Shortcut, event: Keys): boolean {
  const parts = partsOf(shortcut);
  const key = parts[parts.length - 1];
  const mod = parts.includes('Mod');
  const shift = parts.includes('Shift');
  // Both Ctrl and Cmd count as Mod: people move between keyboards, and neither means anything else here.
  if ((event.ctrlKey || event.metaKey) !== mod || event.altKey) return false;
  // Signs such as ? need Shift on some keyboards and not on others; only letters and named keys tell it apart.
  const signs = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  if (!signs && event.shiftKey !== shift) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/** Keys of a shortcut as they are printed on the keyboard. */
export function keyCaps(shortcut: Shortcut, apple = isApple()): readonly string[] {
  const names: Record<string, string> = {
    Mod: apple ? '⌘' : 'Ctrl',
    Shift: apple ? '⇧' : 'Shift',
    Enter: '↵',
    Escape: 'Esc',
  };
  const parts = partsOf(shortcut).map((part) => names[part] ?? part.toUpperCase());
  return apple ? [parts.join('')] : parts;
}

const TEXT_INPUTS = ['text', 'number', 'search', 'url', 'email', 'password'];

/** Whether keys typed there are text, so that single-letter shortcuts must leave them alone. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.includes(target.type);
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  );
}
