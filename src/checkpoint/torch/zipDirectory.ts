/**
 * The central directory of a zip file with stored entries, ZIP64 included. torch writes local headers
 * without sizes (flag bits 0x808), so only the central directory is believed (reference section 9.2).
 */
import { TesseraError } from '../../core/errors.ts';
import { type ByteSource, dataView, readUint64 } from '../bytes.ts';

export interface ZipEntry {
  readonly name: string;
  /** Bytes of the stored payload. */
  readonly size: number;
  readonly crc: number;
  readonly headerOffset: number;
  /** 0 = stored. */
  readonly method: number;
  readonly encrypted: boolean;
}

const END_SIGNATURE = 0x06054b50;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR64_SIGNATURE = 0x07064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const MAX_COMMENT = 65535;
const MAX_ENTRIES = 200_000;
const MAX_DIRECTORY_BYTES = 32 * 2 ** 20;

/**
 * All entries by name.
 * @throws TesseraError `checkpoint-truncated` without a central directory, `checkpoint-damaged` when it
 *   contradicts itself or the file's size
 */
export async function readZipDirectory(file: ByteSource): Promise<Map<string, ZipEntry>> {
  const end = await findEnd(file);
  if (end.entries > MAX_ENTRIES || end.bytes > MAX_DIRECTORY_BYTES) {
    throw damaged(`its directory claims ${end.entries} entries in ${end.bytes} bytes`);
  }
  if (!(end.offset + end.bytes <= end.before)) throw damaged('its directory lies outside the file');
  const bytes = await file.read(end.offset, end.bytes);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < end.entries; i++) {
    const { entry, next } = parseEntry(bytes, at);
    if (!(entry.headerOffset + 30 + entry.size <= end.offset)) {
      throw damaged(`entry ${entry.name} declares a size of ${entry.size} bytes, beyond the end of the file`);
    }
    if (entries.has(entry.name)) throw damaged(`entry ${entry.name} appears twice`);
    entries.set(entry.name, entry);
    at = next;
  }
  return entries;
}

/** Where an entry's payload begins: its local header has its own name and extra lengths. */
export async function payloadOffset(file: ByteSource, entry: ZipEntry): Promise<number> {
  if (entry.method !== 0 || entry.encrypted) {
    throw new TesseraError(
      'zip-compressed',
      `entry ${entry.name} is compressed or encrypted, which torch never writes`,
      'unpack the archive and open the checkpoint inside',
    );
  }
  const nameBytes = new TextEncoder().encode(entry.name).length;
  const header = await file.read(entry.headerOffset, 30 + nameBytes);
  const view = dataView(header);
  const name = new TextDecoder().decode(header.subarray(30));
  if (
    view.getUint32(0, true) !== LOCAL_SIGNATURE ||
    view.getUint16(26, true) !== nameBytes ||
    name !== entry.name
  ) {
    throw damaged(`entry ${entry.name} is not where the directory says`);
  }
  const offset = entry.headerOffset + 30 + nameBytes + view.getUint16(28, true);
  if (offset + entry.size > file.size) throw damaged(`entry ${entry.name} ends beyond the end of the file`);
  return offset;
}

interface DirectoryEnd {
  readonly entries: number;
  readonly bytes: number;
  readonly offset: number;
  /** Offset of the record that must follow the directory. */
  readonly before: number;
}

async function findEnd(file: ByteSource): Promise<DirectoryEnd> {
  const length = Math.min(file.size, 22 + MAX_COMMENT);
  const base = file.size - length;
  const tail = await file.read(base, length);
  const view = dataView(tail);
  const ends: number[] = [];
  for (let at = length - 22; at >= 0; at--) if (view.getUint32(at, true) === END_SIGNATURE) ends.push(at);
  const isLast = (at: number): boolean => at + 22 + view.getUint16(at + 20, true) === length;
  // Copying tools pad files; like torch, what follows the end is ignored.
  const at = ends.find(isLast) ?? ends.at(0);
  if (at !== undefined) {
    const end64 = await findEnd64(file, base + at);
    return (
      end64 ?? {
        entries: view.getUint16(at + 10, true),
        bytes: view.getUint32(at + 12, true),
        offset: view.getUint32(at + 16, true),
        before: base + at,
      }
    );
  }
  throw new TesseraError(
    'checkpoint-truncated',
    'the checkpoint is incomplete: the zip file ends without its central directory',
    'download or copy it again',
  );
}

/** The ZIP64 end record, found through the locator just before the ordinary one. */
async function findEnd64(file: ByteSource, endOffset: number): Promise<DirectoryEnd | undefined> {
  if (endOffset < 20) return undefined;
  const locator = dataView(await file.read(endOffset - 20, 20));
  if (locator.getUint32(0, true) !== LOCATOR64_SIGNATURE) return undefined;
  const offset = readUint64(locator, 8);
  if (!(offset + 56 <= endOffset - 20)) throw damaged('its ZIP64 record lies outside the file');
  const record = dataView(await file.read(offset, 56));
  if (record.getUint32(0, true) !== END64_SIGNATURE) throw damaged('its ZIP64 record is missing');
  return {
    entries: readUint64(record, 32),
    bytes: readUint64(record, 40),
    offset: readUint64(record, 48),
    before: offset,
  };
}

function parseEntry(bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } {
  const view = dataView(bytes);
  if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
    throw damaged('its directory is shorter than it says');
  }
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  if (next > bytes.byteLength) throw damaged('its directory is shorter than it says');
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
  const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const packed = view.getUint32(at + 20, true);
  const unpacked = view.getUint32(at + 24, true);
  const offset = view.getUint32(at + 42, true);
  const wide = wideFields(extra, [unpacked, packed, offset], name);
  const method = view.getUint16(at + 10, true);
  if (method === 0 && wide[0] !== wide[1]) throw damaged(`entry ${name} has two different sizes`);
  return {
    entry: {
      name,
      size: wide[1],
      crc: view.getUint32(at + 16, true),
      headerOffset: wide[2],
      method,
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    },
    next,
  };
}

/** Replaces fields of all ones by their 64-bit values from the ZIP64 extra field, in its fixed order. */
function wideFields(extra: Uint8Array, fields: readonly number[], name: string): number[] {
  if (!fields.includes(0xffffffff)) return [...fields];
  const view = dataView(extra);
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1 && at + 4 + length <= extra.byteLength) {
      let from = at + 4;
      return fields.map((field) => {
        if (field !== 0xffffffff) return field;
        if (from + 8 > at + 4 + length) throw damaged(`entry ${name} lacks its 64-bit size`);
        from += 8;
        return readUint64(view, from - 8);
      });
    }
    at += 4 + length;
  }
  return [...fields];
}

function damaged(what: string): TesseraError {
  return new TesseraError('checkpoint-damaged', `the zip container is damaged: ${what}`, 'download it again');
}
