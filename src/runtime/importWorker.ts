/**
 * Entry of the second Web Worker: inspects, imports and verifies, so that the one that draws stays free. It never
 * touches a graphics device.
 */
import { reportOf } from '../core/errors.ts';
import { removeAbandonedImports } from '../store/abandonedImports.ts';
import { verifyModel } from '../store/modelStore.ts';
import { importCancelled } from './importCancelled.ts';
import { asImportError } from './importFailure.ts';
import { isImporting } from './importLock.ts';
import { ImportMeter } from './importMeter.ts';
import { hasHash, importModel, inspect } from './importModel.ts';
import type { FromImporter, ToImporter } from './importProtocol.ts';

const running = new Map<number, AbortController>();
/** Imports run one after the other: two would only share the disk, and double the memory. */
let imports: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToImporter>) => {
  if (data.type === 'cancel') {
    running.get(data.id)?.abort();
    return;
  }
  const abort = new AbortController();
  running.set(data.id, abort);
  const work =
    data.type === 'import' ? imports.then(() => answer(data, abort.signal)) : answer(data, abort.signal);
  const ended = work
    .catch((error: unknown) => {
      post({ type: 'failed', id: data.id, error: reportOf(asImportError(error)) });
    })
    .finally(() => running.delete(data.id));
  if (data.type === 'import') imports = ended;
};

async function answer(message: Exclude<ToImporter, { type: 'cancel' }>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw importCancelled();
  const { id } = message;
  const meter = new ImportMeter((progress) => post({ type: 'progress', id, progress }));
  const onBytes = (done: number, total: number): void => meter.at(done, total);
  switch (message.type) {
    case 'inspect':
      post({ type: 'inspected', id, found: await inspect(message.source, signal) });
      return;
    case 'import':
      post({
        type: 'imported',
        id,
        ...(await importModel(message.source, message.choices, onBytes, signal)),
      });
      return;
    case 'identify':
      post({ type: 'identified', id, same: await hasHash(message.file, message.sha256, onBytes, signal) });
      return;
    case 'verify':
      post({ type: 'verified', id, damaged: await verifyModel(message.key) });
      return;
    case 'sweep':
      await removeAbandonedImports(isImporting);
      post({ type: 'swept', id });
      return;
  }
}

function post(message: FromImporter): void {
  self.postMessage(message);
}
