import { gridOfRecord } from '../../core/recordedRun.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { DrawnTokens, Task } from '../../runtime/client.ts';
import type { Pixels } from '../../runtime/pixels.ts';
import { keepRun, type RunStore, type ShownRun } from '../generate/runStore.ts';
import { randomSeed } from '../generate/settingsStore.ts';
import { obstacleTo } from '../inspect/askable.ts';
import { appendDraw } from '../replay/trace.ts';
import type { Session } from '../session/session.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { isToldElsewhere } from '../session/toldElsewhere.ts';
import { tellError, type NoticeStore } from '../shell/noticeStore.ts';
import { cellsAfter, cellsOf, regionAround, retrace, withoutTokens, withTiles, withTokens } from './edits.ts';
import { NO_EDITS, type WhatIfState, type WhatIfStore } from './whatIfStore.ts';

interface WhatIfOptions {
  readonly store: WhatIfStore;
  readonly runs: RunStore;
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
  readonly notices: NoticeStore;
}

/** Edits that can be undone; each holds its picture, 4 MB at 1280 x 832. */
const MOST_EDITS = 24;

/**
 * Edits of the run shown. Every edit is a run of its own, with its record and its picture, so replay, export and the
 * inspector work on it as on any other, and undo is exact.
 */
export class WhatIf {
  /** The run that the last edit made, or that undo brought back. */
  private current: ShownRun | null = null;
  private decoding: readonly Task<unknown>[] = [];
  private drawing: Task<unknown> | null = null;
  /** Records whose picture is not decoded as a whole yet. */
  private readonly unsettled = new WeakSet<RunRecord>();
  /** Name of the edited run among those kept. */
  private editId = '';

  constructor(private readonly options: WhatIfOptions) {
    options.runs.subscribe(({ shown, running }) => {
      if (running?.cancelling) this.drawing?.cancel();
      // Somebody shows another run, or a new one begins: the edits of the one before are over.
      if (this.current && shown?.record !== this.current.record && !this.drawing) this.forget();
    });
  }

  /** Whether the run shown can be edited now. */
  get canEdit(): boolean {
    const { runs, sessionStore } = this.options;
    const { shown } = runs.getState();
    return (
      obstacleTo(runs.getState(), sessionStore.getState()) === null && !shown?.record?.tokens.includes(-1)
    );
  }

  /** Lays one code in some cells. */
  lay(cells: readonly number[], code: number): void {
    const { runs, sessionStore } = this.options;
    const { shown } = runs.getState();
    if (!shown?.record || !this.canEdit) return;
    const { record } = shown;
    const changes = new Map(cells.filter((cell) => record.tokens[cell] !== code).map((cell) => [cell, code]));
    if (changes.size === 0) return;
    const { trace } = shown;
    const next: ShownRun = {
      ...this.editedFrom(shown),
      record: withTokens(record, changes),
      decoded: withTiles(
        shown.decoded,
        trace.downsampling,
        trace.width,
        changes,
        shown.atlas ?? sessionStore.getState().atlas,
      ),
    };
    const edited = { ...next, trace: retrace(trace, next.record?.tokens ?? []) };
    if (edited.record) this.unsettled.add(edited.record);
    // Before it is shown: its picture is not the one to be kept yet.
    this.options.store.setState({ busy: 'decoding' });
    this.commit(shown, edited);
    void this.decode(edited, [...changes.keys()]);
  }

  /** Draws again what came after a cell, with the same numbers: only what was swapped makes the difference. */
  async resampleAfter(cell: number): Promise<void> {
    const { shown } = this.options.runs.getState();
    if (shown?.record) await this.resample(shown.record, cellsAfter(shown.trace, cell));
  }

  /** Draws the marked region again, with other numbers: the same ones would give the same tokens. */
  async resampleRegion(): Promise<void> {
    const { shown } = this.options.runs.getState();
    const { region } = this.options.store.getState();
    if (!shown?.record || !region) return;
    const { record } = shown;
    const reseeded = { ...record, settings: { ...record.settings, seed: randomSeed() } };
    await this.resample(reseeded, cellsOf(region, record.grid.width));
  }

  undo(): void {
    const { past, future } = this.options.store.getState();
    const previous = past.at(-1);
    if (!previous || !this.current || this.drawing) return;
    this.options.store.setState({ past: past.slice(0, -1), future: [this.current, ...future] });
    this.bringBack(previous);
  }

  redo(): void {
    const { past, future } = this.options.store.getState();
    const [next] = future;
    if (!next || !this.current || this.drawing) return;
    this.options.store.setState({ past: [...past, this.current], future: future.slice(1) });
    this.bringBack(next);
  }

  /** @param change tool, code, region, compare */
  set(change: Partial<Pick<WhatIfState, 'tool' | 'code' | 'region' | 'compare'>>): void {
    this.options.store.setState(change);
  }

  private bringBack(run: ShownRun): void {
    const isSettled = !run.record || !this.unsettled.has(run.record);
    if (!isSettled) this.options.store.setState({ busy: 'decoding' });
    this.show(run);
    if (isSettled) this.stopDecoding();
    else void this.decode(run, null);
  }

  private editedFrom(shown: ShownRun): ShownRun {
    const first = this.options.store.getState().before === null;
    if (first) this.editId = crypto.randomUUID();
    return { ...shown, id: this.editId, source: 'live', cancelled: false };
  }

  private commit(from: ShownRun, to: ShownRun): void {
    this.options.store.setState(({ past, before }) => ({
      past: [...past, from].slice(-MOST_EDITS),
      future: [],
      before: before ?? from,
    }));
    this.show(to);
    this.options.runs.setState(({ kept }) => ({ kept: keepRun(kept, to) }));
  }

  private show(run: ShownRun): void {
    this.current = run;
    this.options.runs.setState(({ revision }) => ({
      shown: run,
      revision: revision + 1,
      position: run.trace.count,
      playing: false,
      unattended: false,
      repeated: false,
    }));
  }

  private forget(): void {
    this.current = null;
    this.stopDecoding();
    this.options.store.setState(NO_EDITS);
  }

  private stopDecoding(): void {
    this.withdrawDecoding();
    this.options.store.setState({ busy: null });
  }

  private withdrawDecoding(): void {
    for (const task of this.decoding) task.cancel();
    this.decoding = [];
  }

  /** First what changed with a little around it, then the whole picture: its norms see every token. */
  private async decode(run: ShownRun, changed: readonly number[] | null): Promise<void> {
    const { session, store } = this.options;
    this.withdrawDecoding();
    if (!session.client || !run.record) {
      store.setState({ busy: null });
      return;
    }
    const grid = gridOfRecord(run.record);
    const whole = () => session.client?.decode(grid);
    const part = changed && regionAround(changed, grid, 1);
    const local = part && part.height * part.width * 4 < grid.tokens.length;
    const first = local ? session.client.inspect<'part'>({ about: 'part', ...grid, part }) : null;
    const second = whole();
    this.decoding = [first, second].filter((task) => !!task);
    store.setState({ busy: 'decoding' });
    try {
      if (first) this.put(run, (await first.result).pixels);
      if (second) this.put(run, await second.result);
      this.unsettled.delete(run.record);
    } catch (error) {
      if (!isToldElsewhere(error)) tellError(this.options.notices, error);
    } finally {
      if (this.current === run) store.setState({ busy: null });
    }
  }

  private put(run: ShownRun, { rgba, width, height, left, top }: Pixels): void {
    run.decoded.getContext('2d')?.putImageData(new ImageData(rgba, width, height), left, top);
    this.options.runs.setState(({ revision }) => ({ revision: revision + 1 }));
  }

  private async resample(record: RunRecord, cells: readonly number[]): Promise<void> {
    const { runs, session, store, notices } = this.options;
    const { shown } = runs.getState();
    if (!shown?.record || !session.client || !this.canEdit || cells.length === 0) return;
    this.stopDecoding();
    const holes = withoutTokens(record, cells);
    const { trace } = shown;
    const empty = new Map(cells.map((cell) => [cell, -1]));
    const live: ShownRun = {
      ...this.editedFrom(shown),
      seed: record.settings.seed,
      record: null,
      trace: retrace(trace, holes.tokens),
      ...(shown.kept && { kept: new Set([...shown.kept].filter((cell) => !empty.has(cell))) }),
      decoded: withTiles(shown.decoded, trace.downsampling, trace.width, empty, null),
    };
    const task = session.client.resample(holes, (drawn) => this.follow(live, drawn));
    this.drawing = task;
    const running = {
      drawn: 0,
      total: cells.length,
      tokensPerSecond: 0,
      secondsLeft: null,
      cancelling: false,
    };
    store.setState({ busy: 'drawing' });
    this.show(live);
    runs.setState({ running });
    try {
      const done = await task.result;
      this.drawing = null;
      runs.setState({ running: null });
      if (done.cancelled || !done.pixels) {
        this.restore(shown);
        return;
      }
      this.put(live, done.pixels);
      this.commit(shown, { ...live, record: done.record, trace: retrace(trace, done.record.tokens) });
    } catch (error) {
      this.drawing = null;
      runs.setState({ running: null });
      this.restore(shown);
      if (!isToldElsewhere(error)) tellError(notices, error);
    } finally {
      store.setState({ busy: null });
    }
  }

  private restore(run: ShownRun): void {
    const edited = this.options.store.getState().before !== null;
    this.show(run);
    if (!edited) this.current = null;
  }

  private follow(live: ShownRun, drawn: DrawnTokens): void {
    const { runs } = this.options;
    drawn.cells.forEach((cell, i) => appendDraw(live.trace, cell, drawn.tokens[i], drawn.window));
    const { tokensPerSecond, secondsLeft, total } = drawn;
    runs.setState(({ revision, running }) => ({
      revision: revision + 1,
      position: live.trace.count,
      running: running && { ...running, drawn: drawn.drawn, total, tokensPerSecond, secondsLeft },
    }));
  }
}
