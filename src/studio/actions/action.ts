import type { Shortcut } from './shortcuts.ts';

/** One thing a person can do. Buttons, shortcuts and the help sheet all come from this. */
export interface Action {
  readonly label: string;
  readonly group: ActionGroup;
  readonly shortcuts: readonly Shortcut[];
  enabled(): boolean;
  perform(): void;
}

export type ActionGroup = 'generate' | 'paint' | 'history' | 'help';

export type ActionId =
  | 'generate'
  | 'cancel'
  | 'roll-seed'
  | 'play'
  | 'export-png'
  | 'brush'
  | 'eraser'
  | 'fill'
  | 'pick'
  | 'smaller-brush'
  | 'larger-brush'
  | 'undo'
  | 'redo'
  | 'clear-layout'
  | 'import-layout'
  | 'help';

export type Actions = Readonly<Record<ActionId, Action>>;
