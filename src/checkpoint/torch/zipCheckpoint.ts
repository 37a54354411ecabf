/** Container A of torch (1.6 and later): a zip file with `<root>/data.pkl` and `<root>/data/<key>`. */
import { crc32 } from '../../core/crc32.ts';
import { TesseraError } from '../../core/errors.ts';
import { asciiText, type ByteSource } from '../bytes.ts';
import { pickleTooLarge } from '../pickle/errors.ts';
import { PICKLE_LIMITS } from '../pickle/limits.ts';
import { unpickle } from '../pickle/unpickle.ts';
import type { PickleValue } from '../pickle/values.ts';
import type { Storages } from './storages.ts';
import { payloadOffset, readZipDirectory, type ZipEntry } from './zipDirectory.ts';

export interface TorchFile {
  readonly root: PickleValue;
  readonly storages: Storages;
}

/** @throws TesseraError `checkpoint-*`, `zip-*`, `pickle-*` */
export async function readZipCheckpoint(file: ByteSource): Promise<TorchFile> {
  const entries = await readZipDirectory(file);
  const pickles = [...entries.keys()].filter((name) => name.endsWith('/data.pkl'));
  if (pickles.length !== 1) {
    throw new TesseraError(
      'not-a-checkpoint',
      'this zip file is not a torch checkpoint: it has no data.pkl',
      'open the .ckpt file itself; unpack archives first',
    );
  }
  const root = pickles[0].slice(0, -'data.pkl'.length);
  const pickle = entries.get(pickles[0]) as ZipEntry;
  if (pickle.size > PICKLE_LIMITS.bytes) throw pickleTooLarge(`${pickle.size} bytes`);
  await refuseBigEndian(file, entries.get(`${root}byteorder`));
  const { value } = unpickle(await readEntry(file, pickle, 0, pickle.size));
  return { root: value, storages: zipStorages(file, entries, `${root}data/`) };
}

function zipStorages(file: ByteSource, entries: Map<string, ZipEntry>, prefix: string): Storages {
  const byKey = new Map<string, ZipEntry>();
  for (const [name, entry] of entries) {
    if (name.startsWith(prefix)) byKey.set(name.slice(prefix.length), entry);
  }
  return {
    sizes: new Map([...byKey].map(([key, entry]) => [key, entry.size])),
    read(key, start, length) {
      const entry = byKey.get(key);
      if (!entry) throw new Error(`no storage ${key}`); // callers check `sizes` first
      return readEntry(file, entry, start, length);
    },
  };
}

/** Part of an entry; the checksum is compared whenever the whole entry is read and the writer kept one. */
async function readEntry(
  file: ByteSource,
  entry: ZipEntry,
  start: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = await file.read((await payloadOffset(file, entry)) + start, length);
  if (length === entry.size && entry.crc !== 0 && crc32(bytes) !== entry.crc) {
    throw new TesseraError(
      'checkpoint-damaged',
      `the checkpoint is damaged: the checksum of ${entry.name} does not agree`,
      'download it again',
    );
  }
  return bytes;
}

async function refuseBigEndian(file: ByteSource, entry: ZipEntry | undefined): Promise<void> {
  if (!entry || entry.size > 16) return;
  const order = asciiText(await readEntry(file, entry, 0, entry.size)).trim();
  if (order === 'little') return;
  throw new TesseraError(
    'big-endian',
    `the checkpoint says its byte order is "${order}"`,
    'save it again on a little-endian machine',
  );
}
