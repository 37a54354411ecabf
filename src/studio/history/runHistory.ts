import { createStore } from 'zustand/vanilla';

import type { RunRecord } from '../../core/runRecord.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { packageOf, type RunPackage } from '../files/runPackage.ts';
import { readTesseraPng } from '../files/tesseraPng.ts';
import { bytesOf, entryOf, fingerprintOf, type HistoryEntry, isEntry, surplus } from './entry.ts';
import { type HistoryDatabase, memoryDatabase } from './historyDatabase.ts';
import { packHistory, readHistory } from './historyZip.ts';

/** Bytes that the history takes at most; the oldest runs without a star go first. */
export const MOST_HISTORY_BYTES = 256 * 2 ** 20;

export interface HistoryState {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly bytes: number;
  readonly phase: 'opening' | 'ready';
  /** `memory`: this browser keeps nothing, so the runs last as long as the page. */
  readonly place: 'browser' | 'memory';
}

/** Makes files of a run; the page does it with a canvas. */
export interface Developer {
  png(run: ShownRun): Promise<Uint8Array<ArrayBuffer>>;
  /** Of a finished run, or of a PNG. */
  thumbnail(source: ShownRun | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

export interface RunHistoryOptions {
  /** @param onReplaced to be called when what is kept is no longer what was read */
  readonly open: (onReplaced: () => void) => Promise<HistoryDatabase>;
  readonly developer: Developer;
  /** The browser keeps nothing, or no more: told once. */
  readonly onRefused: (why: 'unavailable' | 'full') => void;
  readonly most?: number;
}

/** A run that was taken out, and can be put back. */
export interface Removed {
  readonly entry: HistoryEntry;
  readonly picture: Uint8Array<ArrayBuffer>;
}

/** Every finished run, kept as the PNG that Export would give, with a list beside it that is quick to read. */
export class RunHistory {
  readonly store = createStore<HistoryState>(() => ({
    entries: [],
    bytes: 0,
    phase: 'opening',
    place: 'browser',
  }));
  private database: HistoryDatabase = memoryDatabase();
  private readonly opened: Promise<void>;
  private refused = false;

  constructor(private readonly options: RunHistoryOptions) {
    this.opened = this.start();
  }

  /**
   * Keeps a finished run. One that is there already, token for token, only becomes the newest.
   * @param before an earlier state of the same run, whose place it takes unless that has a star
   */
  async add(run: ShownRun, createdAt = Date.now(), before?: RunRecord): Promise<void> {
    const held = packageOf(run);
    if (!held) return;
    const { developer } = this.options;
    const [png, thumbnail] = [await developer.png(run), await developer.thumbnail(run)];
    const entry = entryOf(held, { createdAt, bytes: png.length, thumbnail });
    await this.keep(entry, png);
    const print = before && fingerprintOf(before);
    if (print === entry.fingerprint) return;
    const gone = this.entries.filter(({ fingerprint, starred }) => fingerprint === print && !starred);
    await this.giveUp(gone.map(({ id }) => id));
  }

  /** Lists what is there now: another tab may have drawn or deleted. */
  async refresh(): Promise<void> {
    await this.opened;
    const entries = await this.database.entries().catch(() => null);
    if (entries) this.show(entries.filter(isEntry));
  }

  /** The entries of runs that are on the page. */
  idsOf(runs: readonly ShownRun[]): readonly string[] {
    const prints = runs.flatMap(({ record }) => (record ? [fingerprintOf(record)] : []));
    return this.entries.filter(({ fingerprint }) => prints.includes(fingerprint)).map(({ id }) => id);
  }

  async star(id: string, starred: boolean): Promise<void> {
    const entry = this.entry(id);
    if (entry) await this.change({ ...entry, starred });
  }

  /** @returns what `putBack` needs */
  async remove(ids: readonly string[]): Promise<readonly Removed[]> {
    await this.opened;
    const removed: Removed[] = [];
    for (const id of ids) {
      const entry = this.entry(id);
      const picture = entry && (await this.database.picture(id));
      if (entry && picture) removed.push({ entry, picture });
    }
    await this.database.remove(ids);
    this.show(this.entries.filter(({ id }) => !ids.includes(id)));
    return removed;
  }

  async putBack(removed: readonly Removed[]): Promise<void> {
    for (const { entry, picture } of removed) await this.keep(entry, picture);
  }

  /** The run with its picture; null when it has gone. @throws TesseraError those of readTesseraPng */
  async read(id: string): Promise<{ held: RunPackage; png: Uint8Array<ArrayBuffer> } | null> {
    await this.opened;
    const png = await this.database.picture(id);
    const held = png && readTesseraPng(png);
    return png && held ? { held, png } : null;
  }

  async export(): Promise<Uint8Array<ArrayBuffer>> {
    await this.opened;
    return packHistory(this.entries, (id) => this.database.picture(id));
  }

  /** @returns how many were new, were there already, and could not be read. @throws TesseraError `history-*` */
  async import(
    files: ReadonlyMap<string, Uint8Array>,
  ): Promise<{ readonly added: number; readonly known: number; readonly unreadable: number }> {
    await this.opened;
    const { runs, unreadable } = readHistory(files);
    let added = 0;
    for (const { png, held, createdAt, starred } of runs) {
      const facts = { createdAt, starred, bytes: png.length, thumbnail: new Uint8Array() };
      const entry = entryOf(held, facts);
      if (this.entries.some(({ fingerprint }) => fingerprint === entry.fingerprint)) continue;
      const thumbnail = await this.options.developer.thumbnail(png).catch(() => new Uint8Array());
      await this.keep({ ...entry, thumbnail }, png);
      added++;
    }
    return { added, known: runs.length - added, unreadable };
  }

  private async start(): Promise<void> {
    try {
      this.database = await this.options.open(() => void this.refresh());
      this.show((await this.database.entries()).filter(isEntry));
    } catch {
      this.refuse('unavailable');
    }
    this.store.setState({ phase: 'ready', place: this.database.isKept ? 'browser' : 'memory' });
  }

  private async keep(entry: HistoryEntry, png: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.opened;
    const same = this.entries.find(({ fingerprint }) => fingerprint === entry.fingerprint);
    // Another tab may have deleted it.
    if (same && (await this.database.picture(same.id).catch(() => null))) {
      await this.change({ ...same, createdAt: entry.createdAt, starred: same.starred || entry.starred });
      return;
    }
    const gone = surplus([entry, ...this.entries], this.options.most ?? MOST_HISTORY_BYTES);
    try {
      // The newest stays even where stars alone fill the history.
      await this.giveUp(gone.filter((id) => id !== entry.id));
      await this.write(entry, png);
      this.show([entry, ...this.entries.filter(({ id }) => id !== same?.id && id !== entry.id)]);
    } catch (error) {
      // A full disk costs the history its newest run, and nothing else.
      this.refuse(isForRoom(error) ? 'full' : 'unavailable');
    }
  }

  private async giveUp(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.remove(ids);
    this.show(this.entries.filter(({ id }) => !ids.includes(id)));
  }

  /** Writes, and where the browser's quota is less than our bound, makes room by giving up half of what may go. */
  private async write(entry: HistoryEntry, png: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await this.database.add(entry, png);
    } catch (error) {
      const gone = isForRoom(error) ? surplus(this.entries, this.store.getState().bytes / 2) : [];
      if (gone.length === 0) throw error;
      await this.giveUp(gone);
      await this.database.add(entry, png);
    }
  }

  private async change(entry: HistoryEntry): Promise<void> {
    this.show(this.entries.map((one) => (one.id === entry.id ? entry : one)));
    await this.database.update(entry).catch(() => this.refuse('full'));
  }

  private refuse(why: 'unavailable' | 'full'): void {
    if (this.refused) return;
    this.refused = true;
    this.options.onRefused(why);
  }

  private get entries(): readonly HistoryEntry[] {
    return this.store.getState().entries;
  }

  private entry(id: string): HistoryEntry | null {
    return this.entries.find((one) => one.id === id) ?? null;
  }

  private show(entries: readonly HistoryEntry[]): void {
    const sorted = [...entries].sort((a, b) => b.createdAt - a.createdAt);
    this.store.setState({ entries: sorted, bytes: bytesOf(sorted) });
  }
}

/** What a browser says that has no more room: of the request, or of the transaction that it ended with it. */
function isForRoom(error: unknown): boolean {
  return error instanceof DOMException && ['QuotaExceededError', 'AbortError'].includes(error.name);
}
