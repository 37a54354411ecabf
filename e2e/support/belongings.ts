import { expect, type Page } from 'playwright/test';

import { layoutPixels } from './page.ts';

/** What is a person's and must outlive whatever goes wrong. */
export interface Belongings {
  readonly layout: string;
  /** Of each run in the history: its tokens, settings and condition as a fingerprint, and its PNG as a hash. */
  readonly history: readonly string[];
}

/** @param runs that the history has by now, or will have in a moment */
export async function belongings(page: Page, runs: number): Promise<Belongings> {
  await expect.poll(() => page.evaluate(historyOnDisk)).toHaveLength(runs);
  return { layout: await layoutPixels(page), history: await page.evaluate(historyOnDisk) };
}

/** Layout, and the tokens and pictures of all runs kept so far, are what they were; further runs may have come. */
export async function expectIntact(page: Page, before: Belongings): Promise<void> {
  expect(await layoutPixels(page)).toBe(before.layout);
  await expectRunsIntact(page, before);
}

/** Tokens and pictures of all runs kept so far are what they were; further runs may have come. */
export async function expectRunsIntact(page: Page, before: Belongings): Promise<void> {
  expect(await page.evaluate(historyOnDisk)).toEqual(expect.arrayContaining([...before.history]));
}

/** Runs inside the page. */
async function historyOnDisk(): Promise<string[]> {
  const database = await new Promise<IDBDatabase | null>((resolve) => {
    const request = indexedDB.open('tessera-history');
    // The page has not made it yet, and has to be the one that does.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  if (!database) return [];
  const all = <T>(store: string, what: 'getAll' | 'getAllKeys') =>
    new Promise<T[]>((resolve, reject) => {
      const request = database.transaction(store).objectStore(store)[what]();
      request.onsuccess = () => resolve(request.result as T[]);
      request.onerror = () => reject(new Error('the history cannot be read'));
    });
  const entries = await all<{ id: string; fingerprint: string }>('entries', 'getAll');
  const [keys, pictures] = [
    await all<string>('pictures', 'getAllKeys'),
    await all<Uint8Array<ArrayBuffer>>('pictures', 'getAll'),
  ];
  database.close();
  const told = entries.map(async ({ id, fingerprint }) => {
    const picture = pictures[keys.indexOf(id)] ?? new Uint8Array();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', picture));
    return `${id} ${fingerprint} ${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  });
  return (await Promise.all(told)).sort();
}
