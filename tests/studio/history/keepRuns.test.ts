import { describe, expect, it, vi } from 'vitest';

import type { RunRecord } from '../../../src/core/runRecord.ts';
import { createRunStore, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { keepRuns } from '../../../src/studio/history/keepRuns.ts';
import { createWhatIfStore } from '../../../src/studio/whatif/whatIfStore.ts';
import { aRecord } from '../../support/aRun.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

function setUp() {
  const runs = createRunStore();
  const edits = createWhatIfStore();
  const add = vi.fn((_run: ShownRun, _at?: number, _before?: RunRecord) => Promise.resolve());
  keepRuns(runs, edits, { add });
  const show = (over: Partial<ShownRun>) =>
    runs.setState({
      shown: { id: 'a', source: 'live', cancelled: false, record: null, ...over } as ShownRun,
    });
  /** Tokens of what was kept, and of what each took the place of. */
  const kept = () => add.mock.calls.map(([run, , before]) => [run.record?.tokens, before?.tokens]);
  return { runs, edits, show, kept };
}

describe('keepRuns', () => {
  it('keeps each run once it has ended by itself', async () => {
    const { runs, show, kept } = setUp();
    const record = aRecord();
    show({});
    show({ record, cancelled: true });
    show({ record, source: 'opened' });
    expect(kept()).toEqual([]);
    show({ record });
    runs.setState({ revision: 1 });
    await settled();
    expect(kept()).toEqual([[record.tokens, undefined]]);
  });

  it('keeps an edited run when its picture is decoded, in the place of its earlier states', async () => {
    const { edits, show, kept } = setUp();
    const [first, second] = [aRecord({ tokens: [1, 2, 3, 4] }), aRecord({ tokens: [1, 2, 3, 9] })];
    edits.setState({ busy: 'decoding' });
    show({ record: first });
    await settled();
    expect(kept()).toEqual([]);
    edits.setState({ busy: null });
    await settled();
    edits.setState({ busy: 'decoding' });
    show({ record: second });
    edits.setState({ busy: null });
    await settled();
    expect(kept()).toEqual([
      [first.tokens, undefined],
      [second.tokens, first.tokens],
    ]);
  });
});
