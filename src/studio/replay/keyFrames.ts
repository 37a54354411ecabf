import { createStore } from 'zustand/vanilla';

import type { RunRecord } from '../../core/runRecord.ts';
import type { Task } from '../../runtime/client.ts';
import type { RunStore, ShownRun } from '../generate/runStore.ts';
import { obstacleTo } from '../inspect/askable.ts';
import type { Session } from '../session/session.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { completeRows, rowCompletion } from './frame.ts';

/** Frames of a run, the finished picture not counted; together they hold less than four pictures. */
const MOST_FRAMES = 7;
/** Larger pictures take long to decode and much to hold: their rows come from the finished picture. */
const MOST_PIXELS = 2 ** 21;
/** How long the timeline has to rest before anything is decoded for it. */
const REST_MS = 250;

/** The part of a run that was complete at a moment, decoded without what came later. */
export interface KeyFrame {
  /** Complete rows of tokens. */
  readonly rows: number;
  readonly canvas: HTMLCanvasElement;
}

interface Options {
  readonly runs: RunStore;
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
}

/** Rows at which a run of this height has its key frames, ascending. */
export function keyRows(height: number): readonly number[] {
  const stride = Math.ceil(height / (MOST_FRAMES + 1));
  const rows: number[] = [];
  for (let row = stride; row < height; row += stride) rows.push(row);
  return rows;
}

/**
 * Pictures of a run as they were while it was drawn. They are decoded once, one after the other and the nearest to the
 * timeline's place first, when that place has come to rest on a run of the loaded model; then scrubbing only
 * copies them. Frames of one run are held at a time.
 */
export class KeyFrames {
  /** Counts frames that came or went, for views. */
  readonly store = createStore<{ readonly revision: number }>(() => ({ revision: 0 }));
  private record: RunRecord | null = null;
  private frames = new Map<number, HTMLCanvasElement>();
  private task: Pick<Task<unknown>, 'cancel'> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** The task was ended here, not by a failure. */
  private withdrawn = false;

  constructor(private readonly options: Options) {
    options.runs.subscribe((now, before) => {
      const isSame =
        now.shown === before.shown &&
        now.position === before.position &&
        now.playing === before.playing &&
        now.running === before.running;
      if (!isSame) this.follow();
    });
  }

  /** The latest frame of a run with no more than these rows; null where none is decoded. */
  at(run: ShownRun, rows: number): KeyFrame | null {
    if (run.record === null || run.record !== this.record) return null;
    const row = keyRows(run.trace.height).findLast((key) => key <= rows);
    const canvas = row === undefined ? undefined : this.frames.get(row);
    return row !== undefined && canvas ? { rows: row, canvas } : null;
  }

  private follow(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { shown } = this.options.runs.getState();
    if (shown?.record !== this.record) this.forget(shown?.record ?? null);
    if (!this.mayDecode()) this.withdraw();
    else if (!this.task) this.timer = setTimeout(() => void this.decode(), REST_MS);
  }

  /** Whether somebody looks at a moment within a run that the worker can decode, and nothing moves. */
  private mayDecode(): boolean {
    const { runs, session, sessionStore } = this.options;
    const state = runs.getState();
    const { shown, position, playing, unattended } = state;
    if (!shown || playing || unattended || !session.client) return false;
    if (obstacleTo(state, sessionStore.getState()) !== null) return false;
    const { count, cells } = shown.trace;
    const { width, height } = shown.decoded;
    return count === cells.length && position < count && width * height <= MOST_PIXELS;
  }

  /** The frame that is missing nearest to the timeline's place, then the next. */
  private async decode(): Promise<void> {
    const { runs, session } = this.options;
    const { shown, position } = runs.getState();
    const { record } = this;
    if (this.task || !this.mayDecode() || !shown || !record || !session.client) return;
    const { height, width } = record.grid;
    const now = completeRows(rowCompletion(shown.trace), position);
    const [rows] = keyRows(height)
      .filter((key) => !this.frames.has(key))
      .toSorted((a, b) => Math.abs(a - now) - Math.abs(b - now));
    if (rows === undefined) return;
    const tokens = Int32Array.from(record.tokens.slice(0, rows * width));
    const task = session.client.decode({ height: rows, width, tokens });
    this.task = task;
    this.withdrawn = false;
    let failed = false;
    try {
      const { rgba, ...size } = await task.result;
      if (record === this.record) this.keep(rows, rgba, size);
    } catch {
      // A failure will be told by the next thing that a person asks for; the finished picture's rows stay.
      failed = !this.withdrawn;
    }
    this.task = null;
    if (this.withdrawn) this.follow();
    else if (!failed) void this.decode();
  }

  private keep(
    rows: number,
    rgba: Uint8ClampedArray<ArrayBuffer>,
    { width, height }: { readonly width: number; readonly height: number },
  ): void {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
    this.frames.set(rows, canvas);
    this.store.setState(({ revision }) => ({ revision: revision + 1 }));
  }

  private forget(record: RunRecord | null): void {
    this.record = record;
    this.frames = new Map();
    this.withdraw();
  }

  private withdraw(): void {
    this.withdrawn = true;
    this.task?.cancel();
  }
}
