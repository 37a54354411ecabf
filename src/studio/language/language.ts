import { createStore } from 'zustand/vanilla';

import { en, type Messages } from '../messages/en.ts';
import { speak } from '../messages/text.ts';
import { readStored, writeStored } from '../state/storage.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'tessera.language';

/** English is in the shell; others are fetched when they are spoken. */
const CATALOGUES: Record<Language, () => Promise<Messages>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('../messages/de.ts')).de,
};

export const languageStore = createStore<{ readonly language: Language }>(() => ({ language: 'en' }));

/** The chosen language, else the first of the browser's that there is, else English. */
export function preferredLanguage(stored: unknown, wanted: readonly string[]): Language {
  const known = (tag: unknown) => LANGUAGES.find((language) => language === tag);
  const ofBrowser = wanted.map((tag) => known(tag.toLowerCase().split('-')[0])).find(Boolean);
  return known(stored) ?? ofBrowser ?? 'en';
}

let latest = 0;

async function put(language: Language): Promise<void> {
  const mine = ++latest;
  const catalogue = await CATALOGUES[language]();
  // A choice made while this one was fetched comes after it.
  if (mine !== latest) return;
  speak(language, catalogue);
  document.documentElement.lang = language;
  languageStore.setState({ language });
}

/** Before anything is drawn. A catalogue that cannot be fetched leaves the page in English. */
export async function startLanguage(): Promise<void> {
  await put(preferredLanguage(readStored(KEY), navigator.languages)).catch(() => undefined);
}

/** @throws what the network says when the words cannot be fetched; the page then stays as it is */
export async function chooseLanguage(language: Language): Promise<void> {
  await put(language);
  writeStored(KEY, language);
}
