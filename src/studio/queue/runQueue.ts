import { createStore } from 'zustand/vanilla';

import type { RunOutcome, Runner, RunRequest } from '../generate/runner.ts';
import type { RunStore, ShownRun } from '../generate/runStore.ts';

/** The model that a run was asked for with. */
export interface WantedModel {
  readonly url: string;
  readonly name: string;
}

export interface QueueItem {
  readonly id: string;
  readonly request: RunRequest;
  readonly model: WantedModel;
  /** Samples that were asked for together have the same one. */
  readonly batch: string | null;
}

/** One place of the contact sheet. */
export interface Sample {
  readonly itemId: string;
  readonly seed: number;
  readonly state: 'waiting' | 'running' | 'done' | 'stopped';
  readonly run: ShownRun | null;
}

export interface Batch {
  readonly id: string;
  readonly samples: readonly Sample[];
}

export interface QueueState {
  readonly waiting: readonly QueueItem[];
  readonly running: QueueItem | null;
  /** After a failure nothing more is begun until the person says so. */
  readonly paused: boolean;
  /** The newest batch; null for single runs. */
  readonly batch: Batch | null;
}

export interface RunQueueOptions {
  readonly runner: Pick<Runner, 'run' | 'cancel'>;
  readonly runs: RunStore;
  /** Opens a model unless it is open; false when it cannot be. */
  readonly openModel: (model: WantedModel) => Promise<boolean>;
  readonly onBegan: (item: QueueItem) => void;
  readonly onEnded: (outcome: RunOutcome) => void;
}

/** Runs that wait in line. One is drawn at a time; what it draws is on the Result canvas. */
export class RunQueue {
  readonly store = createStore<QueueState>(() => ({
    waiting: [],
    running: null,
    paused: false,
    batch: null,
  }));

  constructor(private readonly options: RunQueueOptions) {
    // Part of a picture that is drawn again is no run of the line; what waits begins when it has ended.
    options.runs.subscribe((now, before) => {
      if (before.running && !now.running) void this.pump();
    });
  }

  /** Puts runs at the end of the line, and begins if nothing is going on. More than one are samples of one batch. */
  add(requests: readonly RunRequest[], model: WantedModel): void {
    const batch = requests.length > 1 ? crypto.randomUUID() : null;
    const items = requests.map((request) => ({ id: crypto.randomUUID(), request, model, batch }));
    this.store.setState(({ waiting }) => ({ waiting: [...waiting, ...items], paused: false }));
    void this.pump();
  }

  /** Takes a run out of the line. */
  remove(id: string): void {
    this.store.setState(({ waiting }) => ({ waiting: waiting.filter((item) => item.id !== id) }));
    this.mark(id, { state: 'stopped' });
  }

  move(id: string, by: 1 | -1): void {
    const { waiting } = this.store.getState();
    const at = waiting.findIndex((item) => item.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= waiting.length) return;
    const next = [...waiting];
    [next[at], next[to]] = [next[to], next[at]];
    this.store.setState({ waiting: next });
  }

  clear(): void {
    for (const { id } of this.store.getState().waiting) this.remove(id);
  }

  /** Ends the run that is drawn, with the samples that belong to it. What else waits comes next. */
  cancel(): void {
    const { running, waiting } = this.store.getState();
    if (running?.batch) {
      for (const item of waiting) if (item.batch === running.batch) this.remove(item.id);
    }
    this.options.runner.cancel();
  }

  resume(): void {
    this.store.setState({ paused: false });
    void this.pump();
  }

  /** Ends the choice among samples. */
  closeBatch(): void {
    this.store.setState({ batch: null });
  }

  private async pump(): Promise<void> {
    for (;;) {
      const { waiting, running, paused } = this.store.getState();
      if (running || paused || waiting.length === 0 || this.options.runs.getState().running) return;
      const [item, ...rest] = waiting;
      this.begin(item, rest);
      this.options.onBegan(item);
      const outcome = await this.draw(item);
      this.options.onEnded(outcome);
      const { shown } = this.options.runs.getState();
      this.mark(item.id, outcome === 'finished' ? { state: 'done', run: shown } : { state: 'stopped' });
      this.store.setState(({ waiting: left }) => ({
        running: null,
        paused: outcome === 'failed' && left.length > 0,
      }));
    }
  }

  private async draw({ request, model }: QueueItem): Promise<RunOutcome> {
    if (!(await this.options.openModel(model))) return 'failed';
    return this.options.runner.run(request);
  }

  private begin(item: QueueItem, waiting: readonly QueueItem[]): void {
    const { batch } = this.store.getState();
    const belongs = item.batch === null ? null : batch?.id === item.batch ? batch : newBatch(item, waiting);
    this.store.setState({ running: item, waiting, batch: belongs });
    this.mark(item.id, { state: 'running' });
  }

  private mark(itemId: string, change: Partial<Sample>): void {
    this.store.setState(({ batch }) => ({
      batch: batch && {
        ...batch,
        samples: batch.samples.map((sample) =>
          sample.itemId === itemId ? { ...sample, ...change } : sample,
        ),
      },
    }));
  }
}

function newBatch(first: QueueItem, waiting: readonly QueueItem[]): Batch {
  const items = [first, ...waiting.filter(({ batch }) => batch === first.batch)];
  return {
    id: first.batch ?? first.id,
    samples: items.map(({ id, request }) => ({
      itemId: id,
      seed: request.sampling.seed,
      state: 'waiting',
      run: null,
    })),
  };
}

/** The same run with each of so many consecutive seeds. */
export function withSeeds(request: RunRequest, samples: number): readonly RunRequest[] {
  const { sampling } = request;
  const last = Number.MAX_SAFE_INTEGER;
  return Array.from({ length: samples }, (_, i) => ({
    ...request,
    sampling: { ...sampling, seed: Math.min(last, sampling.seed + i) },
  }));
}
