import type { Label } from '../../src/core/labels.ts';
import type { RunRecord } from '../../src/core/runRecord.ts';
import type { WindowMode } from '../../src/core/settings.ts';
import type { SegmentationDocument } from '../../src/studio/files/document.ts';
import type { RunPackage } from '../../src/studio/files/runPackage.ts';

/** A small run, for tests that move runs about. */
export function aRecord(over: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    model: { id: 'tiny', hash: 'a'.repeat(64) },
    grid: { height: 2, width: 2 },
    settings: {
      kind: 'segmentation',
      seed: 4_294_967_295,
      temperature: 0.95,
      topK: 100,
      topP: 0.92,
      greedy: false,
      window: 'stride-4',
    },
    condition: { kind: 'segmentation', height: 2, width: 2, tokens: [5, 0, 63, 5] },
    tokens: [12, 1023, 0, 7],
    stats: { positions: 8, tokens: 4, elapsedMs: 12.5 },
    ...over,
  };
}

/** A finished run over a whole grid, drawn without filters: cell i holds token i modulo `codes`. */
export function aWholeRecord(height: number, width: number, window: WindowMode, codes = 50): RunRecord {
  const tokens = Array.from({ length: height * width }, (_, i) => i % codes);
  return {
    version: 1,
    model: { id: 'm', hash: 'h' },
    grid: { height, width },
    settings: { kind: 'segmentation', seed: 5, temperature: 1, topK: 0, topP: 1, greedy: false, window },
    condition: { kind: 'segmentation', height, width, tokens },
    tokens,
    stats: { positions: 0, tokens: tokens.length, elapsedMs: 1 },
  };
}

export const LABELS: readonly Label[] = [
  { id: 0, name: 'other', color: '#6b7280' },
  { id: 1, name: 'sky', color: '#8ecdf5' },
  { id: 5, name: 'water – Größe', color: '#0000ff' },
];

/** A layout with a gap, of a size that fits `aRecord` at 16 pixels a token. */
export function aLayout(): SegmentationDocument {
  const labels = new Uint8Array(32 * 32).fill(1);
  labels.fill(5, 500, 900);
  labels.fill(255, 1000);
  return { kind: 'segmentation', map: { height: 32, width: 32, labels }, labels: LABELS };
}

export function aPackage(over: Partial<RunPackage> = {}): RunPackage {
  return {
    record: aRecord(),
    studio: {
      modelName: 'Tiny (random weights)',
      downsampling: 16,
      window: { height: 2, width: 2 },
      condition: aLayout(),
    },
    ...over,
  };
}
