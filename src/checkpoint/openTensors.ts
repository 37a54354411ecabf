import { TesseraError } from '../core/errors.ts';
import { asciiText, type ByteSource, dataView, readUint64 } from './bytes.ts';
import { readSafetensors } from './safetensors/readSafetensors.ts';
import type { TensorSource } from './tensorSource.ts';
import { readLegacyCheckpoint } from './torch/legacyCheckpoint.ts';
import { openStateDict } from './torch/stateDict.ts';
import { readZipCheckpoint } from './torch/zipCheckpoint.ts';

export type ContainerKind = 'torch-zip' | 'torch-legacy' | 'safetensors';

export interface OpenedCheckpoint {
  readonly container: ContainerKind;
  readonly source: TensorSource;
  readonly fileBytes: number;
  /** Bytes that no weight uses and that are never read: optimizer state. */
  readonly unusedBytes: number;
  readonly warnings: readonly string[];
}

/**
 * Opens a weights file by what its first bytes say, whatever its name. Only the index is read.
 * @throws TesseraError one code per reason; see docs/format.md
 */
export async function openTensors(file: ByteSource): Promise<OpenedCheckpoint> {
  const container = detect(await file.read(0, Math.min(file.size, 512)), file.size);
  const fileBytes = file.size;
  if (container === 'safetensors') {
    return { container, source: await readSafetensors(file), fileBytes, unusedBytes: 0, warnings: [] };
  }
  const read = container === 'torch-zip' ? readZipCheckpoint : readLegacyCheckpoint;
  const { root, storages } = await read(file);
  const { source, unusedBytes, warnings } = openStateDict(root, storages, file.size);
  return { container, source, fileBytes, unusedBytes, warnings };
}

function detect(head: Uint8Array, size: number): ContainerKind {
  if (size === 0) throw notACheckpoint('the file is empty');
  const text = asciiText(head);
  if (text.startsWith('PK\x03\x04')) return 'torch-zip';
  if (text.startsWith('PK')) throw notACheckpoint('this is an empty or split zip file');
  if (head[0] === 0x80 && head[1] >= 2 && head[1] <= 5) return 'torch-legacy';
  if (/^(\xef\xbb\xbf)?\s*<(!doctype|html|head|body|\?xml|script)/i.test(text)) {
    throw new TesseraError(
      'looks-like-html',
      'the file is a web page (HTML), not weights: the download failed',
      'open the download link in a browser and save the file itself',
    );
  }
  if (head.length >= 262 && text.slice(257, 262) === 'ustar') {
    throw new TesseraError(
      'tar-checkpoint',
      'the file is a tar archive (torch before 0.1.10, or a packed folder)',
      'unpack it, or save the weights again with a newer torch',
    );
  }
  if (text.startsWith('\x1f\x8b')) throw notACheckpoint('the file is compressed with gzip');
  if (head.length >= 9 && text[8] === '{') return 'safetensors';
  if (head.length >= 8 && readUint64(dataView(head), 0) + 8 === size) return 'safetensors';
  throw notACheckpoint('its first bytes are those of no format that Tessera reads');
}

function notACheckpoint(what: string): TesseraError {
  return new TesseraError(
    'not-a-checkpoint',
    `the file is not a checkpoint: ${what}`,
    'open a .ckpt or .pt file of torch, or a .safetensors file',
  );
}
