import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { TesseraError } from '../core/errors.ts';
import type { Manifest, ModelFile } from './manifest.ts';

/** SHA-256 in hexadecimal, by the platform where it has one (secure contexts and Node). */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  if (!globalThis.crypto?.subtle) return bytesToHex(sha256(bytes));
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}

/**
 * A model file's bytes are those that the manifest announces.
 * @throws TesseraError `weights-truncated`, `weights-altered`
 */
export async function verifyFile(file: ModelFile, bytes: Uint8Array): Promise<void> {
  checkLength(file, bytes.byteLength);
  if ((await sha256Hex(bytes)) !== file.sha256) throw altered(file);
}

export function checkLength(file: ModelFile, length: number): void {
  if (length === file.bytes) return;
  throw new TesseraError(
    length < file.bytes ? 'weights-truncated' : 'weights-altered',
    `${file.path} has ${length} bytes instead of ${file.bytes}`,
    'get the file again',
  );
}

export function altered(file: ModelFile): TesseraError {
  return new TesseraError(
    'weights-altered',
    `${file.path} is not the file that model.json announces (its SHA-256 differs)`,
    'get the file again',
  );
}

/**
 * One hash that names the weights of a model, for run records: over the names and hashes of its files. How codes are
 * used and what classes look like does not change a run, so those files do not count.
 */
export function modelHash(manifest: Manifest): string {
  const files = manifest.files.filter(
    ({ path }) => path !== manifest.usage && path !== manifest.classPictures,
  );
  const lines = files.map((file) => `${file.sha256} ${file.path}\n`).sort();
  return bytesToHex(sha256(new TextEncoder().encode(lines.join(''))));
}
