import * as v from 'valibot';

import { crc32 } from '../../core/crc32.ts';
import type { ConditionKind } from '../../core/settings.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import { displayName } from '../paint/palette.ts';
import type { RunPackage } from '../files/runPackage.ts';

/** What the history knows of a run without reading its picture. */
export interface HistoryEntry {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly starred: boolean;
  /** Runs that are the same, token for token, have the same one. */
  readonly fingerprint: string;
  readonly modelId: string;
  readonly modelName: string;
  readonly kind: ConditionKind;
  readonly seed: number;
  /** Size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Names of the labels that its layout has. */
  readonly labels: readonly string[];
  /** Bytes of the PNG with the run inside. */
  readonly bytes: number;
  /** A small JPEG; empty where none could be made. */
  readonly thumbnail: Uint8Array<ArrayBuffer>;
}

/** Whether something out of the browser's storage can be listed: disks and other versions leave anything there. */
export function isEntry(value: unknown): value is HistoryEntry {
  return v.is(STORED, value);
}

const text = v.string();
const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const STORED = v.object({
  id: text,
  createdAt: v.pipe(count, v.maxValue(8.64e15)),
  starred: v.boolean(),
  fingerprint: text,
  modelId: text,
  modelName: text,
  kind: text,
  seed: count,
  width: count,
  height: count,
  labels: v.array(text),
  bytes: count,
  thumbnail: v.instance(Uint8Array),
});

export interface EntryFacts {
  readonly createdAt: number;
  readonly starred?: boolean;
  readonly bytes: number;
  readonly thumbnail: Uint8Array<ArrayBuffer>;
}

export function entryOf({ record, studio }: RunPackage, facts: EntryFacts): HistoryEntry {
  const side = studio?.downsampling ?? 16;
  const { settings, model, grid } = record;
  return {
    id: crypto.randomUUID(),
    createdAt: facts.createdAt,
    starred: facts.starred ?? false,
    fingerprint: fingerprintOf(record),
    modelId: model.id,
    modelName: studio?.modelName ?? model.id,
    kind: settings.kind,
    seed: settings.seed,
    width: grid.width * side,
    height: grid.height * side,
    labels: labelNames(studio?.condition ?? null),
    bytes: facts.bytes,
    thumbnail: facts.thumbnail,
  };
}

/** Two runs of the same picture differ in nothing but the time they took. */
export function fingerprintOf({ stats: _, ...record }: RunRecord): string {
  const text = new TextEncoder().encode(JSON.stringify(record));
  return `${crc32(text).toString(16)}-${text.length}-${record.settings.seed}`;
}

function labelNames(condition: RunPackageCondition): string[] {
  if (condition?.kind !== 'segmentation') return [];
  const used = new Set(condition.map.labels);
  return condition.labels.filter(({ id }) => used.has(id)).map(displayName);
}

type RunPackageCondition = NonNullable<RunPackage['studio']>['condition'];

/** Whether every word of a query begins a word of the model's name, a label, the seed or the size. */
export function matchesQuery(entry: HistoryEntry, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const { modelName, modelId, labels, seed, width, height } = entry;
  const hay = [modelName, modelId, ...labels, String(seed), `${width}x${height}`]
    .join(' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}.-]+/u);
  return words.every((word) => hay.some((part) => part.startsWith(word)));
}

/** The ids that must go so that the rest fits: the oldest first, starred ones never. */
export function surplus(entries: readonly HistoryEntry[], most: number): readonly string[] {
  let bytes = bytesOf(entries);
  const gone: string[] = [];
  const oldest = entries.filter(({ starred }) => !starred).sort((a, b) => a.createdAt - b.createdAt);
  for (const entry of oldest) {
    if (bytes <= most) break;
    gone.push(entry.id);
    bytes -= sizeOf(entry);
  }
  return gone;
}

export function bytesOf(entries: readonly HistoryEntry[]): number {
  return entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
}

function sizeOf({ bytes, thumbnail }: HistoryEntry): number {
  return bytes + thumbnail.length;
}
