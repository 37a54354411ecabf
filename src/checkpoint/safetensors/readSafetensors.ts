/**
 * safetensors: u64 header length, JSON header, data. All rules of the format are checked before a byte of
 * data is touched: bounded header, known types, shape x size = length, no gap, no overlap, no duplicate.
 */
import { TesseraError } from '../../core/errors.ts';
import { type ByteSource, dataView, readUint64 } from '../bytes.ts';
import { type Dtype, DTYPE_BYTES, elementCount } from '../dtypes.ts';
import { tensorSource } from '../readers.ts';
import { parseStrictJson, type StrictJson } from '../strictJson.ts';
import type { TensorInfo, TensorSource } from '../tensorSource.ts';

/** The format allows 100 MB; the largest model of the family needs under 1 MB. */
const MAX_HEADER_BYTES = 32 * 2 ** 20;
const MAX_TENSORS = 50_000;

const DTYPES: ReadonlyMap<string, Dtype> = new Map([
  ['F64', 'f64'],
  ['F32', 'f32'],
  ['F16', 'f16'],
  ['BF16', 'bf16'],
  ['I64', 'i64'],
  ['I32', 'i32'],
  ['I16', 'i16'],
  ['I8', 'i8'],
  ['U8', 'u8'],
  ['BOOL', 'bool'],
]);

interface Entry extends TensorInfo {
  readonly start: number;
  readonly end: number;
}

/** @throws TesseraError `safetensors-invalid`, `safetensors-truncated` */
export async function readSafetensors(file: ByteSource): Promise<TensorSource> {
  const { header, dataOffset } = await readHeader(file);
  const entries = parseEntries(header);
  checkLayout(entries, file.size - dataOffset);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return tensorSource(byName, (info) => {
    const { start, end } = byName.get(info.name) as Entry;
    return file.read(dataOffset + start, end - start);
  });
}

async function readHeader(
  file: ByteSource,
): Promise<{ header: Map<string, StrictJson>; dataOffset: number }> {
  if (file.size < 8) throw truncated(`it has only ${file.size} bytes`);
  const length = readUint64(dataView(await file.read(0, 8)), 0);
  if (length > MAX_HEADER_BYTES) throw invalid(`its header claims more than ${MAX_HEADER_BYTES} bytes`);
  if (8 + length > file.size) throw truncated(`its header of ${length} bytes is cut off`);
  const bytes = await file.read(8, length);
  let header: StrictJson;
  try {
    header = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(`its header is not sound JSON (${(error as Error).message})`);
  }
  if (!(header instanceof Map)) throw invalid('its header is not a table of tensors');
  if (header.size > MAX_TENSORS) throw invalid(`its header lists ${header.size} tensors`);
  return { header, dataOffset: 8 + length };
}

function parseEntries(header: Map<string, StrictJson>): Entry[] {
  const entries: Entry[] = [];
  for (const [name, value] of header) {
    if (name === '__metadata__') continue;
    if (!/^[\x21-\x7e]{1,300}$/.test(name)) throw invalid(`a tensor has an odd name`);
    entries.push(parseEntry(name, value));
  }
  return entries.sort((a, b) => a.start - b.start || a.end - b.end);
}

function parseEntry(name: string, value: StrictJson): Entry {
  if (!(value instanceof Map)) throw invalid(`${name} has no description`);
  for (const key of value.keys()) {
    if (key !== 'dtype' && key !== 'shape' && key !== 'data_offsets')
      throw invalid(`${name} has the unknown field ${key}`);
  }
  const text = value.get('dtype');
  const dtype = typeof text === 'string' ? DTYPES.get(text) : undefined;
  if (!dtype)
    throw invalid(`${name} has the element type ${JSON.stringify(text)}, which Tessera does not read`);
  const shape = naturalNumbers(value.get('shape'));
  const offsets = naturalNumbers(value.get('data_offsets'));
  if (!shape || shape.length > 16) throw invalid(`${name} has no sound shape`);
  if (!offsets || offsets.length !== 2 || offsets[0] > offsets[1])
    throw invalid(`${name} has no sound data_offsets`);
  const [start, end] = offsets;
  if (elementCount(shape) * DTYPE_BYTES[dtype] !== end - start) {
    throw invalid(`${name} has ${end - start} bytes, which its shape [${shape.join(', ')}] contradicts`);
  }
  return { name, dtype, shape, start, end };
}

/** Tensors must tile the data exactly: the format forbids holes, overlaps and trailing bytes. */
function checkLayout(entries: readonly Entry[], dataBytes: number): void {
  let at = 0;
  let previous = '';
  for (const { name, start, end } of entries) {
    if (start < at) throw invalid(`the data_offsets of ${previous} and ${name} overlap`);
    if (start > at) throw invalid(`there is a hole before the data_offsets of ${name}`);
    at = end;
    previous = name;
  }
  if (at > dataBytes) throw truncated(`its tensors need ${at} bytes and ${dataBytes} are there`);
  if (at < dataBytes) throw invalid(`${dataBytes - at} bytes follow after the last tensor`);
}

function naturalNumbers(value: StrictJson | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const sound = value.every((n): n is number => typeof n === 'number' && Number.isSafeInteger(n) && n >= 0);
  return sound ? value : undefined;
}

function invalid(what: string): TesseraError {
  return new TesseraError(
    'safetensors-invalid',
    `the safetensors file is not valid: ${what}`,
    'save or download it again',
  );
}

function truncated(what: string): TesseraError {
  return new TesseraError(
    'safetensors-truncated',
    `the safetensors file is incomplete: ${what}`,
    'download it again',
  );
}
