import type { LabelMap } from '../../core/layout.ts';
import { readStored, writeStored } from '../state/storage.ts';
import { packRuns, unpackRuns } from './runLength.ts';

const KEY = 'tessera.layout';

/** Base 64 in pieces: one call with a million arguments overflows the stack. */
function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

/** Keeps the layout for the next visit; false when the browser has no room for it. */
export function saveDraft(map: LabelMap): boolean {
  return writeStored(KEY, {
    height: map.height,
    width: map.width,
    runs: toBase64(packRuns(map.labels)),
  });
}

/** The layout of the last visit; null when there is none, or it cannot be read. */
export function readDraft(): LabelMap | null {
  const stored = readStored(KEY) as { height?: unknown; width?: unknown; runs?: unknown } | null;
  if (!stored || typeof stored.runs !== 'string') return null;
  const { height, width } = stored;
  if (!Number.isInteger(height) || !Number.isInteger(width)) return null;
  const size = { height: height as number, width: width as number };
  if (size.height < 1 || size.width < 1 || size.height * size.width > 2 ** 24) return null;
  try {
    const packed = Uint8Array.from(atob(stored.runs), (character) => character.charCodeAt(0));
    const labels = unpackRuns(packed, size.height * size.width);
    return labels && { ...size, labels };
  } catch {
    return null;
  }
}
