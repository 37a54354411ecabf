import type { LabelMap } from '../../core/layout.ts';
import { fromBase64, toBase64 } from '../files/base64.ts';
import { readOfTab, writeOfTab } from '../state/storage.ts';
import { packRuns, unpackRuns } from './runLength.ts';

const KEY = 'tessera.layout';

/** Keeps the layout for the next visit; false when the browser has no room for it. */
export function saveDraft(map: LabelMap): boolean {
  return writeOfTab(KEY, {
    height: map.height,
    width: map.width,
    runs: toBase64(packRuns(map.labels)),
  });
}

/** The layout of the last visit; null when there is none, or it cannot be read. */
export function readDraft(): LabelMap | null {
  const stored = readOfTab(KEY) as { height?: unknown; width?: unknown; runs?: unknown } | null;
  if (!stored || typeof stored.runs !== 'string') return null;
  const { height, width } = stored;
  if (!Number.isInteger(height) || !Number.isInteger(width)) return null;
  const size = { height: height as number, width: width as number };
  if (size.height < 1 || size.width < 1 || size.height * size.width > 2 ** 24) return null;
  const packed = fromBase64(stored.runs);
  const labels = packed && unpackRuns(packed, size.height * size.width);
  return labels && { ...size, labels };
}
