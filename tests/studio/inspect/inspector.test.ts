import { describe, expect, it, vi } from 'vitest';

import type { Manifest } from '../../../src/checkpoint/manifest.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import type { RunRecord } from '../../../src/core/runRecord.ts';
import type { Answer, Question } from '../../../src/runtime/inspectProtocol.ts';
import { createRunStore, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { obstacleTo } from '../../../src/studio/inspect/askable.ts';
import { Inspector } from '../../../src/studio/inspect/inspector.ts';
import { createInspectStore } from '../../../src/studio/inspect/inspectStore.ts';
import { traceOfRecord } from '../../../src/studio/replay/trace.ts';
import type { Session } from '../../../src/studio/session/session.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { aWholeRecord } from '../../support/aRun.ts';

const LOADED = {
  manifest: { transformer: { blockSize: 512 } } as unknown as Manifest,
  hash: 'h',
  storage: 'memory',
  downsampling: 16,
} as const;

const record = (change: Partial<RunRecord> = {}): RunRecord => ({
  ...aWholeRecord(16, 24, 'stride-4', 7),
  ...change,
});

function shownRun(one: RunRecord): ShownRun {
  return { id: 'r', record: one, trace: traceOfRecord(one, 16, { height: 16, width: 16 }) } as ShownRun;
}

function setUp(answer: (question: Question) => Answer | Error) {
  const asked: Question[] = [];
  const cancel = vi.fn();
  const inspect = (question: Question) => {
    asked.push(question);
    const given = answer(question);
    const result = given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
    return { result, cancel };
  };
  const runs = createRunStore();
  const sessionStore = createSessionStore();
  const store = createInspectStore();
  const session = { client: { inspect } } as unknown as Session;
  const inspector = new Inspector({ store, runs, session, sessionStore });
  return { asked, cancel, runs, session, sessionStore, store, inspector };
}

const TOKEN = { about: 'token', logits: Float32Array.of(1, 2), u: 0.5, drawn: 1 } as const;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('what stands in the way of a question', () => {
  it('is named', () => {
    const shown = shownRun(record());
    const running = { drawn: 0, total: 1, tokensPerSecond: 0, secondsLeft: null, cancelling: false };
    expect(obstacleTo({ shown: null, running: null }, { loaded: LOADED })).toBe('no-run');
    expect(obstacleTo({ shown, running }, { loaded: LOADED })).toBe('running');
    expect(obstacleTo({ shown: { ...shown, record: null }, running: null }, { loaded: LOADED })).toBe(
      'no-record',
    );
    expect(obstacleTo({ shown, running: null }, { loaded: null })).toBe('no-model');
    expect(obstacleTo({ shown, running: null }, { loaded: { ...LOADED, hash: 'x' } })).toBe('other-model');
    expect(obstacleTo({ shown, running: null }, { loaded: LOADED })).toBeNull();
  });
});

describe('Inspector', () => {
  it('asks about a pinned token once the model is there, and only once for each', async () => {
    const { asked, runs, sessionStore, store, inspector } = setUp(() => TOKEN);
    runs.setState({ shown: shownRun(record()) });
    inspector.pin(30);
    expect(asked).toEqual([]);
    sessionStore.setState({ loaded: LOADED });
    await settled();
    expect(asked).toMatchObject([{ about: 'token', row: 1, column: 6 }]);
    expect(store.getState().token).toMatchObject({ cell: 30, u: 0.5, drawn: 1 });
    inspector.pin(31);
    await settled();
    inspector.pin(30);
    expect(store.getState().token).toMatchObject({ cell: 30 });
    expect(asked).toHaveLength(2);
  });

  it('shows the token that is pinned, however late another one’s answer comes', async () => {
    const answers: (() => void)[] = [];
    const { runs, sessionStore, store, inspector, session } = setUp(() => TOKEN);
    const inspect = vi.fn(() => ({
      result: new Promise((resolve) => answers.push(() => resolve(TOKEN))),
      cancel: () => undefined,
    }));
    Object.assign(session, { client: { inspect } });
    sessionStore.setState({ loaded: LOADED });
    runs.setState({ shown: shownRun(record()) });
    inspector.pin(30);
    answers[0]();
    await settled();
    inspector.pin(31);
    inspector.look({ temperature: 0.5 });
    expect(inspect).toHaveBeenCalledTimes(2);
    inspector.pin(30);
    answers[1]();
    await settled();
    expect(store.getState().token).toMatchObject({ cell: 30 });
  });

  it('forgets answers of another record, and asks again', async () => {
    const { asked, runs, sessionStore, store, inspector } = setUp(() => TOKEN);
    sessionStore.setState({ loaded: LOADED });
    runs.setState({ shown: shownRun(record()) });
    inspector.pin(5);
    await settled();
    const edited = record({ tokens: record().tokens.map((token, i) => (i === 4 ? 9 : token)) });
    runs.setState({ shown: shownRun(edited) });
    expect(store.getState()).toMatchObject({ token: null, pinned: 5 });
    await settled();
    expect(store.getState().token?.record).toBe(edited);
    expect(asked).toHaveLength(2);
  });

  it('lets go of a pin that a smaller picture does not have', () => {
    const { runs, store, inspector } = setUp(() => TOKEN);
    runs.setState({ shown: shownRun(record()) });
    inspector.pin(380);
    const tokens = new Array<number>(256).fill(1);
    runs.setState({
      shown: shownRun(
        record({
          grid: { height: 16, width: 16 },
          tokens,
          condition: { kind: 'segmentation', height: 16, width: 16, tokens },
        }),
      ),
    });
    expect(store.getState().pinned).toBeNull();
  });

  it('surveys window by window and puts the numbers together', async () => {
    const { asked, runs, sessionStore, store, inspector } = setUp((question) => ({
      about: 'window',
      cells: Int32Array.of(question.about === 'window' ? question.left : 0),
      entropy: Float32Array.of(2),
      probability: Float32Array.of(0.5),
    }));
    sessionStore.setState({ loaded: LOADED });
    runs.setState({ shown: shownRun(record()) });
    inspector.look({ overlay: 'entropy' });
    await settled();
    await settled();
    expect(asked).toMatchObject([0, 4, 8].map((left) => ({ about: 'window', top: 0, left })));
    const { survey } = store.getState();
    expect(survey).toMatchObject({ done: 3, total: 3 });
    expect([survey?.entropy[0], survey?.entropy[4], survey?.entropy[8]]).toEqual([2, 2, 2]);
    expect(survey?.entropy[1]).toBeNaN();
    // Another overlay over the same numbers asks nothing.
    inspector.look({ overlay: 'surprise' });
    await settled();
    expect(asked).toHaveLength(3);
  });

  it('says what went wrong, and is silent about questions that were withdrawn', async () => {
    let code = 'cancelled';
    const { runs, sessionStore, store, inspector } = setUp(
      () => new TesseraError(code, 'it broke', 'mend it'),
    );
    sessionStore.setState({ loaded: LOADED });
    runs.setState({ shown: shownRun(record()) });
    inspector.pin(3);
    await settled();
    expect(store.getState().problem).toBeNull();
    code = 'logits-not-finite';
    inspector.pin(4);
    await settled();
    expect(store.getState().problem).toBe('It broke. Mend it.');
  });
});
