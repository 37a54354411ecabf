import { createStore } from 'zustand/vanilla';

import { readStored, writeStored } from '../state/storage.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'tessera.theme';

export interface ThemeState {
  readonly theme: Theme;
}

function isTheme(value: unknown): value is Theme {
  return THEMES.includes(value as Theme);
}

/** The chosen theme; public/theme.js makes of it, and of what the system asks for, what tokens.css knows. */
export const themeStore = createStore<ThemeState>(() => {
  const stored = readStored(KEY);
  return { theme: isTheme(stored) ? stored : 'system' };
});

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  writeStored(KEY, theme);
  themeStore.setState({ theme });
}
