/**
 * Container B of torch (before 1.6, and Lightning under 1.6.0): five pickles in a row, then each storage
 * as an int64 element count and raw elements, without an index (reference section 9.3).
 */
import { TesseraError } from '../../core/errors.ts';
import { type ByteSource, dataView, readUint64 } from '../bytes.ts';
import { DTYPE_BYTES } from '../dtypes.ts';
import { PickleEnded, pickleInvalid, pickleTooLarge } from '../pickle/errors.ts';
import { PICKLE_LIMITS } from '../pickle/limits.ts';
import { unpickle } from '../pickle/unpickle.ts';
import { PickleDict, PickleList, type PickleValue, type StorageRef } from '../pickle/values.ts';
import type { Storages } from './storages.ts';
import type { TorchFile } from './zipCheckpoint.ts';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/** @throws TesseraError `checkpoint-*`, `pickle-*`, `bad-magic` */
export async function readLegacyCheckpoint(file: ByteSource): Promise<TorchFile> {
  const pickles = await readPickles(file);
  const storages = await walkStorages(file, pickles);
  return { root: pickles.root, storages };
}

interface LegacyPickles {
  readonly root: PickleValue;
  readonly keys: readonly string[];
  readonly declared: ReadonlyMap<string, StorageRef>;
  /** Offset of the first storage. */
  readonly end: number;
}

/** The pickles do not say how long they are, so ever longer beginnings of the file are tried. */
async function readPickles(file: ByteSource): Promise<LegacyPickles> {
  for (let length = 2 ** 20; ; length *= 4) {
    const whole = length >= Math.min(file.size, PICKLE_LIMITS.bytes);
    const bytes = await file.read(0, Math.min(length, file.size, PICKLE_LIMITS.bytes));
    try {
      return parsePickles(bytes);
    } catch (error) {
      if (!(error instanceof PickleEnded) || whole) {
        if (error instanceof PickleEnded && file.size > PICKLE_LIMITS.bytes) {
          throw pickleTooLarge(`more than ${PICKLE_LIMITS.bytes} bytes`);
        }
        throw error;
      }
    }
  }
}

function parsePickles(bytes: Uint8Array): LegacyPickles {
  const magic = unpickle(bytes);
  if (magic.value !== MAGIC) {
    throw new TesseraError(
      'bad-magic',
      'this is not a torch checkpoint: the magic number at its start is wrong',
      'check that this is the right file and download it again',
    );
  }
  const protocol = unpickle(bytes, magic.end);
  if (protocol.value !== PROTOCOL) throw pickleInvalid('its format version is not known');
  const system = unpickle(bytes, protocol.end);
  if (!(system.value instanceof PickleDict) || system.value.get('little_endian') !== true) {
    throw new TesseraError(
      'big-endian',
      'the checkpoint was not written on a little-endian machine',
      'save it again on a little-endian machine',
    );
  }
  const root = unpickle(bytes, system.end);
  const keys = unpickle(bytes, root.end);
  if (!(keys.value instanceof PickleList)) throw pickleInvalid('its list of storages is missing');
  const names = keys.value.items.map((key) => {
    if (typeof key !== 'string') throw pickleInvalid('its list of storages holds something else');
    return key;
  });
  return { root: root.value, keys: names, declared: root.storages, end: keys.end };
}

async function walkStorages(file: ByteSource, pickles: LegacyPickles): Promise<Storages> {
  const places = new Map<string, { offset: number; bytes: number }>();
  let at = pickles.end;
  for (const key of pickles.keys) {
    const storage = pickles.declared.get(key);
    if (!storage) throw pickleInvalid(`storage ${key} is listed but has no type`);
    if (places.has(key)) throw pickleInvalid(`storage ${key} is listed twice`);
    if (at + 8 > file.size) throw truncated(key, file.size);
    const count = readUint64(dataView(await file.read(at, 8)), 0);
    if (count !== storage.elements) {
      throw new TesseraError(
        'checkpoint-damaged',
        `the checkpoint is damaged: storage ${key} has ${count} elements where ${storage.elements} were announced`,
        'download it again',
      );
    }
    const bytes = count * (storage.dtype ? DTYPE_BYTES[storage.dtype] : 1);
    if (!(at + 8 + bytes <= file.size)) throw truncated(key, file.size);
    places.set(key, { offset: at + 8, bytes });
    at += 8 + bytes;
  }
  return {
    sizes: new Map([...places].map(([key, place]) => [key, place.bytes])),
    read(key, start, length) {
      const place = places.get(key);
      if (!place) throw new Error(`no storage ${key}`); // callers check `sizes` first
      return file.read(place.offset + start, length);
    },
  };
}

function truncated(key: string, size: number): TesseraError {
  return new TesseraError(
    'checkpoint-truncated',
    `the checkpoint is incomplete: the file of ${size} bytes ends before storage ${key} does`,
    'download or copy it again',
  );
}
