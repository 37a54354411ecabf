/** A model folder that is at hand as files: copied into the store, every byte checked on the way. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FolderWriter } from '../checkpoint/folderWriter.ts';
import type { Manifest } from '../checkpoint/manifest.ts';
import { parseManifest } from '../checkpoint/manifestSchema.ts';
import { altered, checkLength } from '../checkpoint/verifyFile.ts';
import { TesseraError } from '../core/errors.ts';
import { importCancelled } from './importCancelled.ts';

const CHUNK_BYTES = 4 * 2 ** 20;

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
  const manifest = await manifestOfFiles(files);
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  try {
    for (const wanted of manifest.files) {
      const file = await named(files, wanted.path);
      checkLength(wanted, file.size);
      const hash = sha256.create();
      await writeFile(writer, wanted.path, async (write) => {
        for (let at = 0; at < file.size; at += CHUNK_BYTES) {
          if (signal.aborted) throw importCancelled();
          const chunk = new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());
          hash.update(chunk);
          await write(chunk);
          onBytes((done += chunk.byteLength), total);
        }
      });
      if (bytesToHex(hash.digest()) !== wanted.sha256) throw altered(wanted);
    }
    await writeFile(writer, 'model.json', (write) =>
      write(new TextEncoder().encode(JSON.stringify(manifest))),
    );
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function writeFile(
  writer: FolderWriter,
  path: string,
  fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const sink = await writer.create(path);
  try {
    await fill((bytes) => sink.write(bytes));
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
