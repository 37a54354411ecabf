import { TesseraError } from '../core/errors.ts';
import type { StoreDirectory } from './directory.ts';
import { opfsRoot } from './opfs.ts';

/** What the store asks of the platform; tests bring their own. */
export interface StoreEnvironment {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The store's folder, or null where the platform has none. */
  readonly root: () => Promise<StoreDirectory | null>;
  /** Bytes that may still be stored; null when the platform does not say. */
  readonly freeBytes: () => Promise<number | null>;
  /** Runs `work` while no other tab does the same; without locks in the platform, at once. */
  readonly alone: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** @throws TesseraError `cancelled` when the signal fires first */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

export const BROWSER: StoreEnvironment = {
  fetch: (url, init) => fetch(url, init),
  root: opfsRoot,
  async freeBytes() {
    const estimate = await navigator.storage?.estimate?.().catch(() => null);
    return estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0);
  },
  alone: async (name, work) => (navigator.locks ? await navigator.locks.request(name, work) : work()),
  now: () => performance.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(cancelled());
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

export function cancelled(): TesseraError {
  return new TesseraError('cancelled', 'loading was cancelled', 'start it again');
}
