import { DRAWN_KINDS } from '../condition/documents.ts';
import type { StudioParts } from '../createParts.ts';

type Parts = Pick<StudioParts, 'settings' | 'document' | 'desk' | 'sessionStore' | 'session' | 'runs'>;

/** Remembers the page before something is opened over it. @returns how to have it back */
export function rememberPage({ settings, document, desk, sessionStore, session, runs }: Parts): () => void {
  const before = settings.getState();
  const map = { ...document.map, labels: document.map.labels.slice() };
  const drawn = DRAWN_KINDS.map((kind) => desk.documentOf(kind));
  const { model } = sessionStore.getState();
  const { shown, position } = runs.getState();
  return () => {
    const isOther = sessionStore.getState().model?.url !== model?.url;
    if (model && isOther) void session.open(model);
    settings.setState(before);
    document.replace(map);
    for (const one of drawn) if (one && !desk.holds(one)) desk.put(one);
    if (runs.getState().running) return;
    runs.setState(({ revision }) => ({ shown, position, revision: revision + 1, playing: false }));
  };
}
