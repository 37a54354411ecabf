import { existsSync, openSync, readSync } from 'node:fs';

/** The first number is the time in ns that the thread was on a processor, as the scheduler last counted it. */
const ACCOUNT = '/proc/thread-self/schedstat';

/**
 * Milliseconds that this thread was on a processor, which other threads (a software adapter's are many) do not stretch as they
 * do the wall's. The kernel counts a few milliseconds at a time, so only sums over many intervals mean something.
 * @returns undefined where the system keeps no such account
 */
export function threadClock(): (() => number) | undefined {
  if (!existsSync(ACCOUNT)) return undefined;
  const file = openSync(ACCOUNT, 'r');
  const text = new Uint8Array(64);
  return () => {
    const length = readSync(file, text, 0, text.length, 0);
    return parseInt(Buffer.from(text.buffer, 0, length).toString('latin1')) / 1e6;
  };
}
