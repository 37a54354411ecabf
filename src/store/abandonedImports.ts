import { readJson } from './directory.ts';
import { BROWSER, type StoreEnvironment } from './environment.ts';
import { modelsDirectory } from './modelStore.ts';

/** What the folders of imports are called; downloads are named by their hash. */
export const IMPORT_PREFIX = 'import-';

/**
 * Removes what imports wrote whose page was closed before they ended: folders without a record.
 * @param isRunning whether an import still writes there, in whichever tab
 */
export async function removeAbandonedImports(
  isRunning: (key: string) => Promise<boolean>,
  environment: StoreEnvironment = BROWSER,
): Promise<void> {
  const models = await modelsDirectory(environment);
  for (const key of await models.directories()) {
    if (!key.startsWith(IMPORT_PREFIX) || (await isRunning(key))) continue;
    const folder = await models.directory(key, false);
    if (folder && (await readJson(folder, 'record.json')) === null) await models.remove(key);
  }
}
