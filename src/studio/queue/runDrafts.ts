import * as v from 'valibot';
import { createStore } from 'zustand/vanilla';

import { EMPTY } from '../../core/grid.ts';
import { packDocument, unpackDocument } from '../files/packedDocument.ts';
import type { RunOutcome, RunRequest } from '../generate/runner.ts';
import type { RunStore } from '../generate/runStore.ts';
import { SAMPLING_ENTRIES } from '../generate/samplingEntries.ts';
import { readOfTab, writeOfTab } from '../state/storage.ts';
import type { QueueItem, WantedModel } from './runQueue.ts';

/** A run that did not come to its end, with the tokens it had. */
export interface RunDraft {
  readonly model: WantedModel;
  /** Its `keep` holds the tokens so far. */
  readonly request: RunRequest & { readonly keep: Int32Array };
  readonly drawn: number;
  readonly total: number;
}

const KEY = 'tessera.run';
const SAVE_MS = 1000;

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const STORED = v.object({
  version: v.literal(1),
  model: v.object({ url: v.string(), name: v.string() }),
  width: whole(1, 8192),
  height: whole(1, 8192),
  sampling: v.object(SAMPLING_ENTRIES),
  condition: v.unknown(),
  tokens: v.pipe(v.array(whole(EMPTY, 2 ** 20)), v.maxLength(2 ** 18)),
  kept: v.optional(v.pipe(v.array(whole(0, 2 ** 18)), v.maxLength(2 ** 18))),
});

/** Keeps the tokens of the run that goes on, so that a reload or a crash in its middle costs a second of work. */
export class RunDrafts {
  readonly store = createStore<{ readonly unfinished: RunDraft | null }>(() => ({ unfinished: readDraft() }));
  private going: { readonly item: QueueItem; readonly condition: unknown } | null = null;
  private savedAt = 0;

  constructor(
    private readonly runs: RunStore,
    private readonly now: () => number = () => performance.now(),
  ) {
    runs.subscribe(() => this.onProgress());
  }

  began(item: QueueItem): void {
    this.store.setState({ unfinished: null });
    writeOfTab(KEY, null);
    this.going = { item, condition: packDocument(item.request.document) };
    this.savedAt = this.now();
  }

  /** What was finished needs no draft; what was cancelled or failed can be gone on with. */
  ended(outcome: RunOutcome): void {
    const draft = outcome === 'finished' ? null : this.draft();
    if (draft) this.save();
    else writeOfTab(KEY, null);
    this.going = null;
    this.store.setState({ unfinished: draft });
  }

  discard(): void {
    writeOfTab(KEY, null);
    this.store.setState({ unfinished: null });
  }

  /** Writes at once: the page may be closing. */
  save(): void {
    const draft = this.draft();
    if (!draft || !this.going) return;
    const { model, request } = draft;
    const { width, height, sampling, keep } = request;
    const { condition } = this.going;
    const kept = request.kept && [...request.kept];
    // A browser that refuses keeps no draft, as with the layout; the layout's own notice says so.
    writeOfTab(KEY, { version: 1, model, width, height, sampling, condition, tokens: [...keep], kept });
    this.savedAt = this.now();
  }

  private onProgress(): void {
    if (this.going && this.runs.getState().running && this.now() - this.savedAt >= SAVE_MS) this.save();
  }

  private draft(): RunDraft | null {
    const { shown } = this.runs.getState();
    if (!this.going || !shown || shown.trace.count === 0) return null;
    const { trace } = shown;
    const keep = new Int32Array(trace.cells.length).fill(EMPTY);
    for (let draw = 0; draw < trace.count; draw++) keep[trace.cells[draw]] = trace.tokens[draw];
    const { model, request } = this.going.item;
    return { model, request: { ...request, keep }, drawn: trace.count, total: keep.length };
  }
}

function readDraft(): RunDraft | null {
  const parsed = v.safeParse(STORED, readOfTab(KEY));
  if (!parsed.success) return null;
  const { model, width, height, sampling, condition, tokens, kept } = parsed.output;
  try {
    const request = {
      width,
      height,
      sampling,
      document: unpackDocument(condition),
      keep: Int32Array.from(tokens),
      ...(kept && { kept: new Set(kept) }),
    };
    const drawn = tokens.filter((token) => token !== EMPTY).length;
    return { model, request, drawn, total: tokens.length };
  } catch {
    return null;
  }
}
