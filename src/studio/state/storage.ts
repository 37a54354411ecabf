/** Small things that survive a reload. A browser that refuses storage (private mode, full) only loses that. */
export function readStored(key: string): unknown {
  return parsed(read(() => localStorage, key));
}

/** False when the browser would not keep it. */
export function writeStored(key: string, value: unknown): boolean {
  return write(() => localStorage, key, JSON.stringify(value));
}

/**
 * What is being made in this tab. Two tabs must not take each other's work away, so a tab that is loaded again gets its
 * own back; a new one gets what was written last in any.
 */
export function readOfTab(key: string): unknown {
  const own = read(() => sessionStorage, key);
  return own === null ? readStored(key) : parsed(own);
}

/** False when the browser would not keep it beyond this tab. With null, what another tab has written there since stays. */
export function writeOfTab(key: string, value: unknown): boolean {
  const before = read(() => sessionStorage, key);
  const isOthers = before !== null && before !== read(() => localStorage, key);
  // An older version of one's own would be worse than none.
  if (!write(() => sessionStorage, key, JSON.stringify(value))) forget(key);
  return (value === null && isOthers) || writeStored(key, value);
}

function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: string): boolean {
  try {
    storage().setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

function forget(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // There is none then.
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null') as unknown;
  } catch {
    return null;
  }
}
