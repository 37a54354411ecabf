// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';

import { createRunStore, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { RunDrafts } from '../../../src/studio/queue/runDrafts.ts';
import { appendDraw, emptyTrace } from '../../../src/studio/replay/trace.ts';
import { aLayout, aRecord } from '../../support/aRun.ts';

const WINDOW = { top: 0, left: 0, height: 2, width: 2 };
const ITEM = {
  id: 'a',
  batch: null,
  model: { url: 'https://a.example/tiny/', name: 'Tiny' },
  request: { width: 32, height: 32, sampling: aRecord().settings, document: aLayout() },
};

function setUp() {
  const runs = createRunStore();
  let time = 0;
  const drafts = new RunDrafts(runs, () => time);
  const trace = emptyTrace(2, 2, 16);
  const draw = (cell: number, token: number) => {
    appendDraw(trace, cell, token, WINDOW);
    time += 600;
    runs.setState({
      shown: { trace } as ShownRun,
      running: { drawn: trace.count, total: 4, tokensPerSecond: 1, secondsLeft: 1, cancelling: false },
    });
  };
  return { drafts, draw };
}

/** What a page that is opened now finds. */
const found = () => new RunDrafts(createRunStore()).store.getState().unfinished;

describe('RunDrafts', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('brings the tokens of a run that a reload cut off back, with all that is needed to go on', () => {
    const { drafts, draw } = setUp();
    drafts.began(ITEM);
    draw(0, 12);
    draw(2, 1023);
    expect(found()).toEqual({
      model: ITEM.model,
      request: { ...ITEM.request, keep: Int32Array.of(12, -1, 1023, -1) },
      drawn: 2,
      total: 4,
    });
  });

  it('still knows what was kept of a photo, apart from what was drawn', () => {
    const { drafts, draw } = setUp();
    const kept = new Set([0]);
    drafts.began({ ...ITEM, request: { ...ITEM.request, keep: Int32Array.of(12, -1, -1, -1), kept } });
    draw(0, 12);
    draw(2, 1023);
    expect(found()?.request).toMatchObject({ keep: Int32Array.of(12, -1, 1023, -1), kept });
  });

  it('writes at most once a second, and at once when the page closes', () => {
    const { drafts, draw } = setUp();
    drafts.began(ITEM);
    draw(0, 1);
    expect(found()).toBeNull();
    draw(1, 2);
    draw(2, 3);
    expect(found()?.drawn).toBe(2);
    drafts.save();
    expect(found()?.drawn).toBe(3);
  });

  it('forgets a finished run and offers a cancelled one', () => {
    const { drafts, draw } = setUp();
    drafts.began(ITEM);
    draw(0, 1);
    draw(1, 2);
    drafts.ended('finished');
    expect(found()).toBeNull();
    drafts.began(ITEM);
    drafts.ended('cancelled');
    expect(drafts.store.getState().unfinished?.drawn).toBe(2);
    expect(found()?.drawn).toBe(2);
    drafts.discard();
    expect(found()).toBeNull();
  });

  it('ignores a draft that does not fit', () => {
    for (const stored of ['null', '{}', '{"version":1,"tokens":[1]}', 'no JSON', '[]']) {
      localStorage.setItem('tessera.run', stored);
      expect(found(), stored).toBeNull();
    }
  });
});
