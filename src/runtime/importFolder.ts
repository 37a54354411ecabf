/** A model folder that is at hand as files: copied into the store, every byte checked on the way. */
import type { FolderWriter } from '../checkpoint/folderWriter.ts';
import type { Manifest } from '../checkpoint/manifest.ts';
import { parseManifest } from '../checkpoint/manifestSchema.ts';
import { checkLength, verifyFile } from '../checkpoint/verifyFile.ts';
import { TesseraError } from '../core/errors.ts';
import { importCancelled } from './importCancelled.ts';

/** @throws TesseraError `manifest-missing`, `manifest-*` */
export async function manifestOfFiles(files: readonly File[]): Promise<Manifest> {
  return parseManifest(await (await named(files, 'model.json')).text());
}

/** @throws TesseraError `weights-missing`, `weights-truncated`, `weights-altered`, `cancelled` */
export async function copyFolder(
  files: readonly File[],
  writer: FolderWriter,
  onBytes: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const manifest = await manifestOfFiles(files);
    const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const wanted of manifest.files) {
      const file = await named(files, wanted.path);
      if (signal.aborted) throw importCancelled();
      checkLength(wanted, file.size); // before it is read: files of a folder are small, others need not be
      const bytes = new Uint8Array(await file.arrayBuffer());
      await verifyFile(wanted, bytes);
      await writeFile(writer, wanted.path, bytes);
      onBytes((done += bytes.byteLength), total);
    }
    await writeFile(writer, 'model.json', new TextEncoder().encode(JSON.stringify(manifest)));
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function writeFile(writer: FolderWriter, path: string, bytes: Uint8Array): Promise<void> {
  const sink = await writer.create(path);
  try {
    await sink.write(bytes);
  } finally {
    await sink.close();
  }
}

function named(files: readonly File[], name: string): Promise<File> {
  const file = files.find((one) => one.name === name);
  if (file) return Promise.resolve(file);
  return Promise.reject(
    new TesseraError(
      name === 'model.json' ? 'manifest-missing' : 'weights-missing',
      `${name} is not among the files`,
      'choose all files of the model folder together',
    ),
  );
}
