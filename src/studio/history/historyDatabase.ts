import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import type { HistoryEntry } from './entry.ts';

/** Where runs are kept: what the list shows apart from the pictures, so that opening the page reads no picture. */
export interface HistoryDatabase {
  /** False for the one in memory, which lasts as long as the page. */
  readonly isKept: boolean;
  entries(): Promise<readonly HistoryEntry[]>;
  /** The PNG with the run inside. */
  picture(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  add(entry: HistoryEntry, picture: Uint8Array<ArrayBuffer>): Promise<void>;
  update(entry: HistoryEntry): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

interface Schema extends DBSchema {
  entries: { key: string; value: HistoryEntry };
  pictures: { key: string; value: Uint8Array<ArrayBuffer> };
}

const NAME = 'tessera-history';

/**
 * What brings the database from each version to the next. A change of what is stored is a further step at the end; a
 * step that was released is never edited.
 */
const STEPS: readonly ((database: IDBPDatabase<Schema>) => void)[] = [
  (database) => {
    database.createObjectStore('entries', { keyPath: 'id' });
    database.createObjectStore('pictures');
  },
];

/**
 * @param onReplaced the browser has closed the database (its data were cleared), and another one is open in its place
 * @throws DOMException where the browser keeps nothing, or where a later Tessera has written it (VersionError)
 */
export async function openHistoryDatabase(onReplaced: () => void): Promise<HistoryDatabase> {
  let database = await connect();
  const using = async <T>(work: (open: IDBPDatabase<Schema>) => Promise<T>): Promise<T> => {
    try {
      return await work(database);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      database = await connect();
      onReplaced();
      return work(database);
    }
  };
  return {
    isKept: true,
    entries: () => using((open) => open.getAll('entries')),
    picture: async (id) => (await using((open) => open.get('pictures', id))) ?? null,
    add: (entry, picture) =>
      using(async (open) => {
        const transaction = open.transaction(['entries', 'pictures'], 'readwrite');
        await Promise.all([
          transaction.objectStore('pictures').put(picture, entry.id),
          transaction.objectStore('entries').put(entry),
          transaction.done,
        ]);
      }),
    update: async (entry) => {
      await using((open) => open.put('entries', entry));
    },
    remove: (ids) =>
      using(async (open) => {
        const transaction = open.transaction(['entries', 'pictures'], 'readwrite');
        await Promise.all([
          ...ids.flatMap((id) => [
            transaction.objectStore('entries').delete(id),
            transaction.objectStore('pictures').delete(id),
          ]),
          transaction.done,
        ]);
      }),
  };
}

async function connect(): Promise<IDBPDatabase<Schema>> {
  const database: IDBPDatabase<Schema> = await openDB<Schema>(NAME, STEPS.length, {
    upgrade: (opened, before) => {
      for (const step of STEPS.slice(before)) step(opened);
    },
    // Another tab brings a newer version: this one must let go, and goes on without keeping.
    blocking: () => database.close(),
  });
  return database;
}

/** For browsers that keep nothing (private windows, storage switched off). */
export function memoryDatabase(): HistoryDatabase {
  const entries = new Map<string, HistoryEntry>();
  const pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    isKept: false,
    entries: () => Promise.resolve([...entries.values()]),
    picture: (id) => Promise.resolve(pictures.get(id) ?? null),
    add: (entry, picture) => {
      entries.set(entry.id, entry);
      pictures.set(entry.id, picture);
      return Promise.resolve();
    },
    update: (entry) => {
      entries.set(entry.id, entry);
      return Promise.resolve();
    },
    remove: (ids) => {
      for (const id of ids) {
        entries.delete(id);
        pictures.delete(id);
      }
      return Promise.resolve();
    },
  };
}
