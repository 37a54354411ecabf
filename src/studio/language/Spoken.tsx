import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';

import { createActions } from '../actions/createActions.ts';
import type { Studio } from '../studio.ts';
import { StudioContext } from '../useStudio.ts';
import { languageStore } from './language.ts';

/**
 * The studio in the language in force. Another language gives another value, so that everything which reads it is
 * drawn again, where it stands: focus, scroll and half-typed text stay. Actions hold no state, only names and what
 * they work on, so they are made anew.
 */
export function Spoken({ studio, children }: { readonly studio: Studio; readonly children: ReactNode }) {
  const language = useStore(languageStore, (state) => state.language);
  const value = useMemo(() => ({ ...studio, language, actions: createActions(studio) }), [studio, language]);
  return <StudioContext value={value}>{children}</StudioContext>;
}
