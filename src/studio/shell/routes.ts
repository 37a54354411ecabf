import { useSyncExternalStore } from 'react';

export const PAGES = ['studio', 'history', 'codebook', 'library', 'learn'] as const;
/** Reached by a link of their own, not from the head of the page. */
export const OTHER_PAGES = ['diagnostics'] as const;
export type Page = (typeof PAGES)[number] | (typeof OTHER_PAGES)[number];

/** `#/codebook` names a page; anything else is the studio. */
export function pageOf(hash: string): Page {
  const name = hash.replace(/^#\/?/, '').split(/[/?]/)[0];
  return [...PAGES, ...OTHER_PAGES].find((page) => page === name) ?? 'studio';
}

export function linkTo(page: Page): string {
  return page === 'studio' ? '#/' : `#/${page}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Page {
  return useSyncExternalStore(subscribe, () => pageOf(location.hash));
}
