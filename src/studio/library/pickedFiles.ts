import { TesseraError } from '../../core/errors.ts';
import type { ImportSource } from '../../runtime/importProtocol.ts';

/** What the file picker offers; some systems know none of these endings. */
export const PICKED_TYPES = '.ckpt,.pt,.pth,.bin,.safetensors,.yaml,.yml,.json';

const YAML = /\.ya?ml$/i;

/**
 * What a person means by a set of files: a model folder, or a checkpoint with its YAML.
 * @throws TesseraError `files-unclear`
 */
export function sourceOfFiles(files: readonly File[]): ImportSource {
  if (files.some(({ name }) => name === 'model.json')) return { kind: 'folder', files };
  const configs = files.filter(({ name }) => YAML.test(name));
  const weights = files.filter(({ name }) => !YAML.test(name));
  if (configs.length > 1) {
    throw unclear(`${configs.map(({ name }) => name).join(' and ')} are two YAML files`);
  }
  if (weights.length === 0) throw unclear('there is no checkpoint among them');
  return { kind: 'checkpoint', files: weights, config: configs[0] ?? null };
}

/** The same source with more files. */
export function withFiles(source: ImportSource, more: readonly File[]): ImportSource {
  if (source.kind === 'url') return source;
  const before =
    source.kind === 'checkpoint' && source.config ? [...source.files, source.config] : source.files;
  const isReplaced = (file: File) => YAML.test(file.name) && more.some(({ name }) => YAML.test(name));
  return sourceOfFiles([...before.filter((file) => !isReplaced(file)), ...more]);
}

/** The files of a drop; of a folder, those directly inside. Must be called while the event is handled. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files];
  const lists = await Promise.all(entries.map(async (entry) => (entry ? filesOfEntry(entry) : [])));
  return lists.flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<File[]> {
  if (!entry.isDirectory) return [await fileOf(entry as FileSystemFileEntry)];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // the reader gives a hundred entries at a time
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return files;
    for (const inside of some) if (inside.isFile) files.push(await fileOf(inside as FileSystemFileEntry));
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function unclear(what: string): TesseraError {
  return new TesseraError(
    'files-unclear',
    `these files are not one model: ${what}`,
    'choose one checkpoint (.ckpt, .pt or .safetensors), with its YAML if there is one',
  );
}
