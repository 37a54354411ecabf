import { createStore } from 'zustand/vanilla';

import { type ErrorReport, reportOf } from '../../core/errors.ts';
import type { Task } from '../../runtime/client.ts';
import type { ImportClient } from '../../runtime/importClient.ts';
import type { Machine } from '../../runtime/importNeeds.ts';
import type { Found, ImportProgress, ImportSource } from '../../runtime/importProtocol.ts';
import { type DraftChoices, choicesOf, firstChoices } from './choices.ts';
import { folderAddress } from './folderUrl.ts';
import type { ImportQueue } from './importQueue.ts';
import { sourceOfFiles, withFiles } from './pickedFiles.ts';

/** Whether a file is the published one, byte for byte; `null` when nothing is known to compare with. */
export type Identity = 'same' | 'different' | { readonly progress: ImportProgress | null } | null;

export type Sheet =
  | { readonly step: 'host'; readonly url: string; readonly host: string }
  | { readonly step: 'reading'; readonly title: string }
  | {
      readonly step: 'found';
      readonly source: ImportSource;
      readonly found: Found;
      readonly machine: Machine;
      readonly choices: DraftChoices;
      readonly identity: Identity;
    }
  | {
      readonly step: 'refused';
      readonly title: string;
      readonly error: ErrorReport;
      /** Opens again what was found before a further file was refused. */
      readonly before: (Sheet & { readonly step: 'found' }) | null;
    };

interface ImportFlowState {
  readonly sheet: Sheet | null;
  /** Why the typed address is none. */
  readonly addressError: ErrorReport | null;
}

export interface ImportFlowOptions {
  readonly client: ImportClient;
  readonly queue: ImportQueue;
  readonly page: string;
  readonly readMachine: () => Promise<Machine>;
  /** Names in use, so that two models never share one. */
  readonly names: () => readonly string[];
}

/** From files or an address to an import that was decided on. Nothing is written before. */
export class ImportFlow {
  readonly store = createStore<ImportFlowState>(() => ({ sheet: null, addressError: null }));
  /** What is under way for the present sheet. */
  private tasks: Task<unknown>[] = [];

  constructor(private readonly options: ImportFlowOptions) {}

  async openFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const title = files.map(({ name }) => name).join(', ');
    try {
      await this.inspect(sourceOfFiles(files), title, null);
    } catch (error) {
      this.show({ step: 'refused', title, error: reportOf(error), before: null });
    }
  }

  /** A stage, a transformer or a YAML for what is on the sheet. */
  async addFiles(files: readonly File[]): Promise<void> {
    const { sheet } = this.store.getState();
    if (sheet?.step !== 'found' || files.length === 0) return;
    const title = files.map(({ name }) => name).join(', ');
    try {
      await this.inspect(withFiles(sheet.source, files), title, sheet);
    } catch (error) {
      this.show({ step: 'refused', title, error: reportOf(error), before: sheet });
    }
  }

  /** Asks first when the folder lies on another host. */
  async openAddress(typed: string): Promise<void> {
    try {
      const { url, foreignHost } = folderAddress(typed, this.options.page);
      this.store.setState({ addressError: null });
      if (foreignHost) this.show({ step: 'host', url, host: foreignHost });
      else await this.fetchFolder(url);
    } catch (error) {
      this.store.setState({ addressError: reportOf(error) });
    }
  }

  /** The person agreed to the host. */
  async fetchFolder(url: string): Promise<void> {
    await this.inspect({ kind: 'url', url }, url, null);
  }

  choose(choices: Partial<DraftChoices>): void {
    const { sheet } = this.store.getState();
    if (sheet?.step === 'found')
      this.store.setState({ sheet: { ...sheet, choices: { ...sheet.choices, ...choices } } });
  }

  /** Starts the import of what is on the sheet. */
  start(): void {
    const { sheet } = this.store.getState();
    if (sheet?.step !== 'found') return;
    const { source, found, choices } = sheet;
    this.close();
    void this.options.queue.add(source, choicesOf(choices, source, found), found.model.warnings);
  }

  /** Back from a refused further file, or away. */
  close(): void {
    const { sheet } = this.store.getState();
    this.endTasks();
    this.store.setState({ sheet: sheet?.step === 'refused' ? sheet.before : null });
  }

  private async inspect(
    source: ImportSource,
    title: string,
    before: (Sheet & { step: 'found' }) | null,
  ): Promise<void> {
    this.show({ step: 'reading', title });
    const task = this.options.client.inspect(source);
    this.tasks.push(task);
    try {
      const [found, machine] = await Promise.all([task.result, this.options.readMachine()]);
      if (!this.tasks.includes(task)) return;
      const first = firstChoices(source, found, this.options.names());
      const choices = before ? { ...first, dtype: before.choices.dtype, name: before.choices.name } : first;
      this.show({ step: 'found', source, found, machine, choices, identity: null });
      void this.identify(source, found);
    } catch (error) {
      if (this.tasks.includes(task)) this.show({ step: 'refused', title, error: reportOf(error), before });
    }
  }

  /** Compares the file with the published one of its size: shapes alone do not tell a file that was altered. */
  private async identify(source: ImportSource, { title, model }: Found): Promise<void> {
    const known = model.published.find(({ fileBytes, sha256 }) => sha256 && fileBytes === model.fileBytes);
    const file = source.kind === 'checkpoint' ? source.files.find(({ name }) => name === title) : undefined;
    if (!known?.sha256 || !file) return;
    const tell = (identity: Identity) => {
      const { sheet } = this.store.getState();
      if (sheet?.step === 'found' && this.tasks.includes(task))
        this.store.setState({ sheet: { ...sheet, identity } });
    };
    const task = this.options.client.identify(file, known.sha256, (progress) => tell({ progress }));
    this.tasks.push(task);
    tell({ progress: null });
    await task.result.then(
      (same) => tell(same ? 'same' : 'different'),
      () => tell(null),
    );
  }

  private show(sheet: Sheet): void {
    if (sheet.step !== 'found') this.endTasks();
    this.store.setState({ sheet });
  }

  private endTasks(): void {
    const { tasks } = this;
    this.tasks = [];
    for (const task of tasks) {
      task.result.catch(() => undefined);
      task.cancel();
    }
  }
}
