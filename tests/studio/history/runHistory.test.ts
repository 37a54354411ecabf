import { encode } from 'fast-png';
import { describe, expect, it, vi } from 'vitest';

import type { RunRecord } from '../../../src/core/runRecord.ts';
import type { RunPackage } from '../../../src/studio/files/runPackage.ts';
import { unzipAtMost } from '../../../src/studio/files/unzip.ts';
import { writeTesseraPng } from '../../../src/studio/files/tesseraPng.ts';
import type { ShownRun } from '../../../src/studio/generate/runStore.ts';
import { entryOf, type HistoryEntry, matchesQuery, surplus } from '../../../src/studio/history/entry.ts';
import { type HistoryDatabase, memoryDatabase } from '../../../src/studio/history/historyDatabase.ts';
import { RunHistory } from '../../../src/studio/history/runHistory.ts';
import { traceOfRecord } from '../../../src/studio/replay/trace.ts';
import { aLayout, aPackage, aRecord, LABELS } from '../../support/aRun.ts';

const PICTURE = encode({ width: 32, height: 32, channels: 3, data: new Uint8Array(32 * 32 * 3).fill(90) });

function aRun(over: Partial<RunRecord> = {}): ShownRun {
  const record = aRecord(over);
  return {
    id: crypto.randomUUID(),
    source: 'live',
    modelName: 'Tiny (random weights)',
    seed: record.settings.seed,
    trace: traceOfRecord(record, 16, { height: 2, width: 2 }),
    atlas: null,
    layout: null,
    labels: LABELS,
    condition: aLayout(),
    decoded: null as unknown as HTMLCanvasElement,
    record,
    cancelled: false,
  };
}

const withTokens = (...tokens: number[]) => aRun({ tokens });

function packageFor(run: ShownRun): RunPackage {
  return aPackage({ record: run.record as RunRecord });
}

const developer = {
  png: (run: ShownRun) => Promise.resolve(writeTesseraPng(PICTURE, packageFor(run))),
  thumbnail: () => Promise.resolve(Uint8Array.of(1, 2, 3)),
};

function setUp(database: HistoryDatabase | Error = memoryDatabase(), most?: number) {
  const onRefused = vi.fn();
  const open = () => (database instanceof Error ? Promise.reject(database) : Promise.resolve(database));
  const history = new RunHistory({ open, developer, onRefused, most });
  return { history, onRefused, entries: () => history.store.getState().entries };
}

describe('RunHistory', () => {
  it('keeps runs, the newest first, and gives each back bit for bit', async () => {
    const { history, entries } = setUp();
    await history.add(withTokens(1, 2, 3, 4), 1000);
    await history.add(withTokens(5, 6, 7, 8), 2000);
    expect(entries().map(({ createdAt }) => createdAt)).toEqual([2000, 1000]);
    const found = await history.read(entries()[1].id);
    expect(found?.held).toEqual(aPackage({ record: aRecord({ tokens: [1, 2, 3, 4] }) }));
    expect(history.store.getState().bytes).toBeGreaterThan(2 * PICTURE.length);
  });

  it('keeps a repetition once', async () => {
    const { history, entries } = setUp();
    await history.add(aRun(), 1000);
    await history.add(aRun({ stats: { positions: 9, tokens: 4, elapsedMs: 99 } }), 3000);
    expect(entries()).toHaveLength(1);
    expect(entries()[0].createdAt).toBe(3000);
  });

  it('lets an edited run take the place of its earlier state, unless that has a star', async () => {
    const { history, entries } = setUp();
    const [first, second, third] = [withTokens(1, 2, 3, 4), withTokens(1, 2, 3, 5), withTokens(1, 2, 3, 6)];
    await history.add(first, 1000);
    await history.add(second, 2000, first.record ?? undefined);
    expect(entries()).toHaveLength(1);
    await history.star(entries()[0].id, true);
    await history.add(third, 3000, second.record ?? undefined);
    expect(entries().map(({ createdAt, starred }) => [createdAt, starred])).toEqual([
      [3000, false],
      [2000, true],
    ]);
  });

  it('survives a new page over the same database', async () => {
    const database = memoryDatabase();
    const first = setUp(database);
    await first.history.add(aRun(), 1000);
    await first.history.star(first.entries()[0].id, true);
    const second = setUp(database);
    await vi.waitFor(() => expect(second.history.store.getState().phase).toBe('ready'));
    expect(second.entries()).toEqual(first.entries());
    expect(second.entries()[0].starred).toBe(true);
  });

  it('deletes, and puts back what was deleted', async () => {
    const { history, entries } = setUp();
    await history.add(aRun(), 1000);
    const before = entries();
    const removed = await history.remove([before[0].id]);
    expect(entries()).toEqual([]);
    expect(await history.read(before[0].id)).toBeNull();
    await history.putBack(removed);
    expect(entries()).toEqual(before);
    expect(await history.read(before[0].id)).not.toBeNull();
  });

  it('gives up the oldest runs without a star when it is full', async () => {
    const size = (await developer.png(aRun())).length + 3;
    const { history, entries } = setUp(memoryDatabase(), size * 2.5);
    await history.add(withTokens(1, 1, 1, 1), 1000);
    await history.star(entries()[0].id, true);
    for (const [i, time] of [2000, 3000, 4000].entries()) await history.add(withTokens(i, 2, 2, 2), time);
    expect(entries().map(({ createdAt }) => createdAt)).toEqual([4000, 1000]);
  });

  it('goes on in memory where the browser keeps nothing, and says so once', async () => {
    const { history, onRefused, entries } = setUp(new Error('private'));
    await history.add(aRun(), 1000);
    expect(history.store.getState()).toMatchObject({ place: 'memory', phase: 'ready' });
    expect(entries()).toHaveLength(1);
    expect(onRefused.mock.calls).toEqual([['unavailable']]);
  });

  it('makes room when the quota is less than its bound, and breaks nothing when there is none', async () => {
    const room = memoryDatabase();
    let most = 2;
    const tight: HistoryDatabase = {
      ...room,
      add: async (entry, picture) => {
        if ((await room.entries()).length >= most) throw new DOMException('full', 'QuotaExceededError');
        await room.add(entry, picture);
      },
    };
    const { history, onRefused, entries } = setUp(tight);
    for (let i = 0; i < 4; i++) await history.add(withTokens(i, 0, 0, 0), 1000 + i);
    expect(onRefused).not.toHaveBeenCalled();
    expect(entries()[0].createdAt).toBe(1003);
    expect(entries()).toEqual((await room.entries()).toSorted((a, b) => b.createdAt - a.createdAt));
    most = 0;
    await history.add(withTokens(9, 9, 9, 9), 5000);
    expect(onRefused.mock.calls).toEqual([['full']]);
  });

  it('gives no run up when the browser refuses for another reason than room', async () => {
    const kept = memoryDatabase();
    let works = true;
    const failing: HistoryDatabase = {
      ...kept,
      add: (entry, picture) =>
        works ? kept.add(entry, picture) : Promise.reject(new DOMException('disk', 'UnknownError')),
    };
    const { history, onRefused, entries } = setUp(failing);
    for (let i = 0; i < 3; i++) await history.add(withTokens(i, 0, 0, 0), 1000 + i);
    works = false;
    await history.add(withTokens(9, 9, 9, 9), 5000);
    expect(entries()).toHaveLength(3);
    expect(await kept.entries()).toHaveLength(3);
    expect(onRefused.mock.calls).toEqual([['unavailable']]);
  });

  it('keeps a run anew that another tab has deleted, and lists what is there once the browser has cleared it', async () => {
    const kept = memoryDatabase();
    let onReplaced: () => void = () => undefined;
    const open = (told: () => void) => {
      onReplaced = told;
      return Promise.resolve(kept);
    };
    const history = new RunHistory({ open, developer, onRefused: vi.fn() });
    const entries = () => history.store.getState().entries;
    await history.add(withTokens(1, 2, 3, 4), 1000);
    await kept.remove([entries()[0].id]);
    await history.add(withTokens(1, 2, 3, 4), 2000);
    expect(entries()).toHaveLength(1);
    expect(await history.read(entries()[0].id)).not.toBeNull();
    await kept.remove([entries()[0].id]);
    onReplaced();
    await vi.waitFor(() => expect(entries()).toEqual([]));
  });

  it('lists what it can of a damaged list, and leaves the rest alone', async () => {
    const kept = memoryDatabase();
    await setUp(kept).history.add(withTokens(1, 2, 3, 4), 1000);
    const [sound] = await kept.entries();
    for (const damage of [{ createdAt: 9e15 }, { createdAt: NaN }, { labels: null }, { thumbnail: 'x' }]) {
      await kept.add({ ...sound, id: JSON.stringify(damage), ...damage } as HistoryEntry, new Uint8Array(1));
    }
    const { history, entries } = setUp(kept);
    await history.refresh();
    expect(entries()).toEqual([sound]);
    expect(await kept.entries()).toHaveLength(5);
  });

  it('goes out as a zip and comes in elsewhere, bit for bit, with stars and dates', async () => {
    const { history, entries } = setUp();
    await history.add(withTokens(1, 2, 3, 4), 1000);
    await history.add(withTokens(5, 6, 7, 8), 2000);
    await history.star(entries()[0].id, true);
    const packed = await history.export();

    const other = setUp();
    await other.history.add(withTokens(1, 2, 3, 4), 1500);
    const told = await other.history.import(await unzipAtMost(packed));
    expect(told).toEqual({ added: 1, known: 1, unreadable: 0 });
    const [newest] = other.entries();
    expect(newest).toMatchObject({ createdAt: 2000, starred: true });
    const [before, after] = [await history.read(entries()[0].id), await other.history.read(newest.id)];
    expect(after).toEqual(before);
  });

  it('imports what is sound of a damaged archive, and refuses what is none', async () => {
    const { history } = setUp();
    await history.add(withTokens(1, 2, 3, 4), 1000);
    await history.add(withTokens(5, 6, 7, 8), 2000);
    const files = new Map(await unzipAtMost(await history.export()));
    const [name] = [...files.keys()].filter((file) => file.endsWith('.png'));
    const damaged = files.get(name)?.slice() ?? new Uint8Array();
    damaged[damaged.length >> 1] ^= 1;
    files.set(name, damaged);
    expect(await setUp().history.import(files)).toEqual({ added: 1, known: 0, unreadable: 1 });

    const bad: [string, string][] = [
      ['{}', 'history-invalid'],
      ['no JSON', 'history-invalid'],
      ['{"format":"tessera-history","version":2,"runs":[]}', 'history-version'],
      [
        '{"format":"tessera-history","version":1,"runs":[{"file":"../a.png","createdAt":1,"starred":false}]}',
        'history-invalid',
      ],
    ];
    for (const [index, code] of bad) {
      const archive = new Map([['tessera-history.json', new TextEncoder().encode(index)]]);
      await expect(setUp().history.import(archive)).rejects.toMatchObject({ code });
    }
  });
});

describe('search', () => {
  const entry = entryOf(aPackage(), { createdAt: 1, bytes: 10, thumbnail: new Uint8Array() });

  it('finds by model, label, seed and size, with the beginnings of words', () => {
    for (const query of ['', 'tiny', 'SKY', 'größe', 'tin wat', '4294967295', '32x32', 'random weights']) {
      expect(matchesQuery(entry, query), query).toBe(true);
    }
    for (const query of ['other', 'landscapes', 'tiny lava', '33x33', 'eights']) {
      expect(matchesQuery(entry, query), query).toBe(false);
    }
  });
});

describe('surplus', () => {
  const entry = (id: string, createdAt: number, starred = false): HistoryEntry => ({
    ...entryOf(aPackage(), { createdAt, starred, bytes: 10, thumbnail: new Uint8Array() }),
    id,
  });

  it('is nothing while everything fits, and then the oldest that have no star', () => {
    const entries = [entry('c', 3), entry('a', 1, true), entry('b', 2), entry('d', 4)];
    expect(surplus(entries, 40)).toEqual([]);
    expect(surplus(entries, 39)).toEqual(['b']);
    expect(surplus(entries, 15)).toEqual(['b', 'c', 'd']);
    expect(surplus(entries, 0)).toEqual(['b', 'c', 'd']);
  });
});
