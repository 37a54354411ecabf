import { createStore } from 'zustand/vanilla';

import { type ErrorReport, reportOf } from '../../core/errors.ts';
import type { ImportClient } from '../../runtime/importClient.ts';
import { deleteModel, listModels, type StoredModel } from '../../store/modelStore.ts';
import { type ModelEntry, storedUrl, withStored } from '../session/models.ts';
import type { createSessionStore } from '../session/sessionStore.ts';

/** The outcome of hashing a model's files. */
export type Check =
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly files: number; readonly damaged: readonly string[] }
  | { readonly state: 'failed'; readonly error: ErrorReport };

interface ShelfState {
  readonly stored: readonly StoredModel[];
  /** Why this browser keeps nothing; null when it does. */
  readonly refused: ErrorReport | null;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** Whether the browser has promised not to clear the storage by itself; null when it does not say. */
  readonly persisted: boolean | null;
  /** The browser was asked for that promise and did not give it. */
  readonly persistenceDenied: boolean;
  /** By key. */
  readonly checks: Readonly<Record<string, Check>>;
}

export interface ShelfOptions {
  readonly client: ImportClient;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
  readonly open: (model: ModelEntry) => void;
}

/** The models that the browser keeps. */
export class Shelf {
  readonly store = createStore<ShelfState>(() => ({
    stored: [],
    refused: null,
    usedBytes: null,
    quotaBytes: null,
    persisted: null,
    persistenceDenied: false,
    checks: {},
  }));

  private swept = false;

  constructor(private readonly options: ShelfOptions) {}

  /** For the page that shows it: tidies up once a visit, then reads. */
  async visit(): Promise<void> {
    await this.refresh();
    if (this.swept) return;
    this.swept = true;
    await this.options.client.sweep().catch(() => undefined);
    await this.measure();
  }

  /** Reads what is kept, and puts it among the studio's models. */
  async refresh(): Promise<void> {
    try {
      const stored = await listModels();
      this.store.setState({ stored, refused: null });
      this.options.sessionStore.setState(({ models }) => ({ models: withStored(models, stored) }));
    } catch (error) {
      this.store.setState({ stored: [], refused: reportOf(error) });
    }
    await this.measure();
  }

  /** Hashes every file. Damaged ones lose their mark, so that they are not used. */
  async verify({ key, manifest }: StoredModel): Promise<void> {
    this.setCheck(key, { state: 'running' });
    try {
      const damaged = await this.options.client.verify(key);
      this.setCheck(key, { state: 'done', files: manifest.files.length, damaged });
    } catch (error) {
      this.setCheck(key, { state: 'failed', error: reportOf(error) });
    }
    await this.refresh();
  }

  /** Deletes a model. When the studio had it open and the site does not list it, another one is opened. */
  async remove({ key }: StoredModel): Promise<void> {
    const { sessionStore, open } = this.options;
    await deleteModel(key);
    this.store.setState(({ checks }) => ({
      checks: Object.fromEntries(Object.entries(checks).filter(([other]) => other !== key)),
    }));
    await this.refresh();
    const { model, models } = sessionStore.getState();
    if (model?.url === storedUrl(key) && models.length > 0) open(models[0]);
  }

  /** Asks the browser not to clear the storage when the disk runs low. */
  async persist(): Promise<void> {
    const persisted = await navigator.storage.persist().catch(() => false);
    this.store.setState({ persisted, persistenceDenied: !persisted });
  }

  private async measure(): Promise<void> {
    const { storage } = navigator;
    const [estimate, persisted] = await Promise.all([
      storage?.estimate?.().catch(() => null),
      storage?.persisted?.().catch(() => null),
    ]);
    this.store.setState({
      usedBytes: estimate?.usage ?? null,
      quotaBytes: estimate?.quota ?? null,
      persisted: persisted ?? null,
    });
  }

  private setCheck(key: string, check: Check): void {
    this.store.setState(({ checks }) => ({ checks: { ...checks, [key]: check } }));
  }
}
