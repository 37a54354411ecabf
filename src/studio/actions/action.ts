import type { Shortcut } from './shortcuts.ts';

/** One thing a person can do. Buttons, shortcuts and the help sheet all come from this. */
export interface Action {
  readonly label: string;
  readonly group: ActionGroup;
  readonly shortcuts: readonly Shortcut[];
  /** The browser itself does it on these keys, without asking the person: they are told of, and not listened for. */
  readonly isBrowsers?: boolean;
  readonly enabled: () => boolean;
  readonly perform: () => void;
}

type ActionGroup = 'generate' | 'files' | 'paint' | 'labels' | 'history' | 'help';

/** Labels that a digit key chooses; `other`, the first one, is rarely meant. */
export const LABEL_KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export type ActionId =
  | 'generate'
  | 'enqueue'
  | 'cancel'
  | 'roll-seed'
  | 'play'
  | 'export-png'
  | 'export-layout'
  | 'export-depth'
  | 'export-record'
  | 'export-all'
  | 'copy-image'
  | 'copy-link'
  | 'paste'
  | 'brush'
  | 'eraser'
  | 'fill'
  | 'pick'
  | 'line'
  | 'rectangle'
  | 'polygon'
  | 'lasso'
  | 'mirror-sides'
  | 'mirror-ends'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-fit'
  | 'smaller-brush'
  | 'larger-brush'
  | `label-${(typeof LABEL_KEYS)[number]}`
  | 'undo'
  | 'redo'
  | 'clear-layout'
  | 'import-layout'
  | 'commands'
  | 'install'
  | 'help';

export type Actions = Readonly<Record<ActionId, Action>>;
