import { createStore } from 'zustand/vanilla';

import { type ErrorReport, reportOf } from '../../core/errors.ts';
import type { ImportClient } from '../../runtime/importClient.ts';
import type { ImportChoices, ImportProgress, ImportSource } from '../../runtime/importProtocol.ts';

export interface ImportJob {
  readonly id: number;
  readonly source: ImportSource;
  readonly choices: ImportChoices;
  readonly state: 'waiting' | 'running' | 'cancelling' | 'cancelled' | 'failed';
  readonly progress: ImportProgress | null;
  readonly error: ErrorReport | null;
}

export interface ImportQueueOptions {
  readonly client: ImportClient;
  /** A model is in the store; `warnings` are those that were not told before. */
  readonly onImported: (key: string, name: string, warnings: readonly string[]) => Promise<void>;
}

const OPEN: readonly ImportJob['state'][] = ['waiting', 'running', 'cancelling'];

/** Imports that were decided on: one runs, others wait; failed and cancelled ones stay until they are dismissed. */
export class ImportQueue {
  readonly store = createStore<{ readonly jobs: readonly ImportJob[] }>(() => ({ jobs: [] }));
  private readonly cancels = new Map<number, () => void>();
  private nextId = 1;

  constructor(private readonly options: ImportQueueOptions) {}

  /** Settles when the import has ended, however. */
  async add(source: ImportSource, choices: ImportChoices, told: readonly string[] = []): Promise<void> {
    const id = this.nextId++;
    const job: ImportJob = { id, source, choices, state: 'waiting', progress: null, error: null };
    this.store.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
    const task = this.options.client.import(source, choices, (progress) =>
      this.update(id, ({ state }) => ({ progress, state: state === 'waiting' ? 'running' : state })),
    );
    this.cancels.set(id, () => task.cancel());
    try {
      const { key, warnings } = await task.result;
      await this.options.onImported(
        key,
        choices.name,
        warnings.filter((warning) => !told.includes(warning)),
      );
      this.dismiss(id);
    } catch (thrown) {
      const error = reportOf(thrown);
      const state = error.code === 'cancelled' ? 'cancelled' : 'failed';
      this.update(id, () => ({ state, error, progress: null }));
    } finally {
      this.cancels.delete(id);
    }
  }

  cancel(id: number): void {
    this.update(id, () => ({ state: 'cancelling' }));
    this.cancels.get(id)?.();
  }

  /** The same again, with what the person chose before. */
  retry(id: number): void {
    const job = this.store.getState().jobs.find((one) => one.id === id);
    if (!job || this.cancels.has(id)) return;
    this.dismiss(id);
    void this.add(job.source, job.choices);
  }

  dismiss(id: number): void {
    this.store.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
  }

  /** Whether closing the page would lose work. */
  get isBusy(): boolean {
    return this.store.getState().jobs.some(({ state }) => OPEN.includes(state));
  }

  private update(id: number, change: (job: ImportJob) => Partial<ImportJob>): void {
    this.store.setState(({ jobs }) => ({
      jobs: jobs.map((job) => (job.id === id ? { ...job, ...change(job) } : job)),
    }));
  }
}
