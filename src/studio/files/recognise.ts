import { looksLikeKeypoints } from '../../conditioning/keypointFile.ts';
import { TesseraError } from '../../core/errors.ts';
import { isPng } from '../../core/png/chunks.ts';
import { readPng } from '../paint/readPng.ts';
import { readRunPackage, type RunPackage } from './runPackage.ts';
import { readTesseraPng } from './tesseraPng.ts';

/** What a file is, by its bytes; names and types are only looked at where the bytes say nothing. */
export type Recognised =
  /** A run with (`picture`) or without its picture. */
  | { readonly kind: 'run'; readonly held: RunPackage; readonly picture: boolean }
  /** A PNG of raw values, which are label ids if they are few. */
  | { readonly kind: 'label-map' }
  /** A picture in colours or many grays: a coloured label map or a photo. */
  | { readonly kind: 'picture' }
  /** Keypoints of a person. */
  | { readonly kind: 'pose' }
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'zip' };

const HEAD_BYTES = 64;
/** A run record of the largest grid has about 4 MiB. */
const MOST_JSON = 64 * 2 ** 20;
const MOST_PICTURE = 128 * 2 ** 20;
/** Gray pictures of more different values than any palette painted by hand are photos or depth. */
const MOST_IDS = 200;

const PICTURES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
];
const WEIGHT_NAMES = /\.(ckpt|pt|pth|bin|safetensors|ya?ml)$/i;

/** @throws TesseraError `file-unknown`, `file-too-large`, `file-empty`, and those of the readers */
export async function recognise(file: File): Promise<Recognised> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (head.length === 0) throw new TesseraError('file-empty', `${file.name} is empty`, 'choose another file');
  if (isPng(head)) return recognisePng(await bytesOf(file, MOST_PICTURE));
  if (isPicture(head)) {
    if (file.size > MOST_PICTURE) throw tooLarge(file, MOST_PICTURE);
    return { kind: 'picture' };
  }
  const text = new TextDecoder('latin1').decode(head);
  if (text.startsWith('PK\x03\x04')) {
    return WEIGHT_NAMES.test(file.name) || /\/(data\.pkl|version|byteorder)/.test(text)
      ? { kind: 'checkpoint' }
      : { kind: 'zip' };
  }
  // A safetensors file begins with the length of its header, a torch file of old with a pickle.
  if (text[8] === '{' || (head[0] === 0x80 && head[1] <= 5) || WEIGHT_NAMES.test(file.name)) {
    return { kind: 'checkpoint' };
  }
  if (/^\s*[[{]/.test(text)) return recogniseJson(await bytesOf(file, MOST_JSON), file.name);
  throw unknown(file.name);
}

/** A run record that was pasted or dropped as text. @throws TesseraError `file-unknown`, those of readRunPackage */
export function recogniseJson(bytes: Uint8Array, name: string): Recognised {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new TesseraError('json-damaged', `${name} is not sound JSON`, 'export or download it again', {
      cause,
    });
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (fields.format === 'tessera-model') return { kind: 'checkpoint' };
  if (looksLikeKeypoints(value)) return { kind: 'pose' };
  if (!('tokens' in fields) || !('settings' in fields)) throw unknown(name);
  return { kind: 'run', held: readRunPackage(fields, fields.studio), picture: false };
}

function recognisePng(bytes: Uint8Array): Recognised {
  const held = readTesseraPng(bytes);
  if (held) return { kind: 'run', held, picture: true };
  const { channels, depth, data, palette } = readPng(bytes);
  if (channels > 2 || depth === 16) return { kind: 'picture' };
  if (palette || depth < 8) return { kind: 'label-map' };
  const values = new Set<number>();
  for (let i = 0; i < data.length; i += channels) values.add(data[i]);
  return { kind: values.size > MOST_IDS ? 'picture' : 'label-map' };
}

function isPicture(head: Uint8Array): boolean {
  if (PICTURES.some((start) => start.every((byte, i) => head[i] === byte))) return true;
  const text = new TextDecoder('latin1').decode(head);
  return (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') || /^....ftyp(avif|avis)/s.test(text);
}

async function bytesOf(file: File, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > most) throw tooLarge(file, most);
  return new Uint8Array(await file.arrayBuffer());
}

function tooLarge(file: File, most: number): TesseraError {
  return new TesseraError(
    'file-too-large',
    `${file.name} has ${Math.round(file.size / 2 ** 20)} MiB, and of such files at most ${most / 2 ** 20} MiB are read`,
    'make it smaller',
  );
}

function unknown(name: string): TesseraError {
  return new TesseraError(
    'file-unknown',
    `${name} is nothing that Tessera opens`,
    'drop a picture of Tessera, a layout (PNG), a photo, a run record or keypoints (JSON), a history (zip) or a checkpoint',
  );
}
