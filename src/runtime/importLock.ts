/** A lock for each running import, seen by all tabs, and gone with the tab that held it. */
const NAME = 'tessera ';

export async function whileImporting<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const { locks } = navigator;
  if (!locks) return work();
  return locks.request(NAME + key, work);
}

export async function isImporting(key: string): Promise<boolean> {
  if (!navigator.locks) return true; // nothing can be known, so nothing is taken away
  return navigator.locks.request(NAME + key, { ifAvailable: true }, (lock) => lock === null);
}
