// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';

import { HistoryFlow } from '../../../src/studio/history/historyFlow.ts';
import type { RunHistory } from '../../../src/studio/history/runHistory.ts';
import type { RunQueue } from '../../../src/studio/queue/runQueue.ts';
import { createParts } from '../../../src/studio/createParts.ts';
import { aPackage, aRecord } from '../../support/aRun.ts';

const MODEL = { id: 'tiny', name: 'Tiny', url: 'https://a.example/tiny/', tiles: null };

function setUp(over: Parameters<typeof aPackage>[0]) {
  const parts = createParts({ backend: 'auto', modelUrl: null });
  parts.sessionStore.setState({ models: [MODEL] as never });
  const add = vi.fn<RunQueue['add']>();
  const read = () => Promise.resolve({ held: aPackage(over), png: new Uint8Array() });
  const flow = new HistoryFlow({
    parts,
    history: { read } as unknown as RunHistory,
    queue: { add } as unknown as RunQueue,
  });
  return { flow, add, notices: () => parts.notices.getState().notices.map(({ code }) => code) };
}

it('varies a run: the same settings and layout with the next seed', async () => {
  const { flow, add } = setUp({ record: aRecord({ settings: { ...aRecord().settings, seed: 7 } }) });
  await flow.vary('a');
  const [[request], model] = add.mock.calls[0];
  expect(model).toEqual({ url: MODEL.url, name: MODEL.name });
  expect(request).toEqual({
    width: 32,
    height: 32,
    sampling: { ...aRecord().settings, seed: 8 },
    document: aPackage().studio?.condition,
  });
});

it('keeps again what a run kept of a photo', async () => {
  const { studio } = aPackage();
  const { flow, add } = setUp({ studio: studio && { ...studio, kept: [0, 2] } });
  await flow.vary('a');
  const [[{ keep, kept }]] = add.mock.calls[0];
  const { tokens } = aRecord();
  expect(keep).toEqual(Int32Array.of(tokens[0], -1, tokens[2], -1));
  expect(kept).toEqual(new Set([0, 2]));
});

it('says why a record of the command cannot be varied', async () => {
  const { flow, add, notices } = setUp({ studio: null });
  await flow.vary('a');
  expect(add).not.toHaveBeenCalled();
  expect(notices()).toEqual(['cannot-vary']);
});
