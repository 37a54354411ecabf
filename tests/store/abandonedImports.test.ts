import { expect, it } from 'vitest';

import { removeAbandonedImports } from '../../src/store/abandonedImports.ts';
import { fetchModel } from '../../src/store/fetchModel.ts';
import { listModels, storeFolderWriter } from '../../src/store/modelStore.ts';
import { FakeServer, folderOf, HOST } from './support.ts';

const { files } = folderOf({ 'transformer-001.safetensors': Uint8Array.of(1, 2, 3) });

it('removes what imports left behind, and nothing else', async () => {
  const server = new FakeServer(new Map(files));
  await fetchModel(HOST, {}, server.environment);
  for (const key of ['import-done', 'import-dead', 'import-running']) {
    const writer = await storeFolderWriter(key, server.environment);
    for (const [path, bytes] of files) await (await writer.create(path)).write(bytes);
    if (key === 'import-done') await writer.commit();
  }
  await removeAbandonedImports((key) => Promise.resolve(key === 'import-running'), server.environment);
  const left = [...(server.root?.folders.get('models')?.folders.keys() ?? [])];
  expect(left).toHaveLength(3);
  expect(left).toEqual(expect.arrayContaining(['import-done', 'import-running']));
  expect(await listModels(server.environment)).toHaveLength(2);
});
