import { zlibSync } from 'fflate';

import { TesseraError } from '../../core/errors.ts';
import { insertChunks, type PngChunk, readChunks } from '../../core/png/chunks.ts';
import { readInternationalText, writeInternationalText } from '../../core/png/internationalText.ts';
import { inflateAtMost } from './inflate.ts';
import { packStudio, readRunPackage, type RunPackage } from './runPackage.ts';

/** Keywords of the iTXt chunks (docs/format.md, Pictures with their run inside). */
const RECORD_KEYWORD = 'tessera-run';
const STUDIO_KEYWORD = 'tessera-studio';

/** Characters of the JSON of a chunk: a layout of 4096 x 4096 of pure noise does not fit, everything painted does. */
const MOST_TEXT = 48 * 2 ** 20;

/** The picture with its run inside, in two compressed iTXt chunks. @throws TesseraError those of `readChunks` */
export function writeTesseraPng(png: Uint8Array, { record, studio }: RunPackage): Uint8Array<ArrayBuffer> {
  const chunks = [textChunk(RECORD_KEYWORD, record)];
  if (studio) chunks.push(textChunk(STUDIO_KEYWORD, packStudio(studio)));
  return insertChunks(png, chunks);
}

/**
 * The run inside a PNG file; null for a PNG without one.
 * @throws TesseraError `png-*` for damaged files, `run-unreadable`, and those of readRunPackage
 */
export function readTesseraPng(png: Uint8Array): RunPackage | null {
  const texts = new Map<string, unknown>();
  for (const chunk of readChunks(png)) {
    const found = readInternationalText(chunk);
    if (found?.keyword !== RECORD_KEYWORD && found?.keyword !== STUDIO_KEYWORD) continue;
    // The first one counts, as with any keyword that stands twice.
    if (!texts.has(found.keyword)) texts.set(found.keyword, parse(found));
  }
  if (!texts.has(RECORD_KEYWORD)) return null;
  return readRunPackage(texts.get(RECORD_KEYWORD), texts.get(STUDIO_KEYWORD));
}

function textChunk(keyword: string, value: object): PngChunk {
  const text = zlibSync(new TextEncoder().encode(JSON.stringify(value)), { level: 9 });
  return writeInternationalText({ keyword, compressed: true, text });
}

function parse({ compressed, text }: { compressed: boolean; text: Uint8Array }): unknown {
  const bytes = compressed ? inflateAtMost(text, MOST_TEXT) : text;
  if (!bytes || bytes.length > MOST_TEXT) throw unreadable('it cannot be expanded, or is far too large');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw unreadable('it is not sound JSON');
  }
}

function unreadable(how: string): TesseraError {
  return new TesseraError(
    'run-unreadable',
    `this PNG says that it holds a run, but ${how}`,
    'export it again; messengers and editors may strip or damage it',
  );
}
