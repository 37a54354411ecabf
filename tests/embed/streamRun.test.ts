import { expect, it, vi } from 'vitest';

import { streamRun } from '../../src/embed/streamRun.ts';
import type { SampleEvent } from '../../src/embed/types.ts';
import type { FinishedRun, RunListener } from '../../src/runtime/client.ts';

/** A run that does what the test says. */
function aRun() {
  let listener: RunListener | null = null;
  let settle = { resolve: (_: FinishedRun) => {}, reject: (_: unknown) => {} };
  const result = new Promise<FinishedRun>((resolve, reject) => (settle = { resolve, reject }));
  const cancel = vi.fn();
  const draw = (drawn: number) =>
    listener?.onDrawn({
      cells: Int32Array.of(drawn - 1),
      tokens: Int32Array.of(7),
      drawn,
      total: 3,
    } as never);
  const done = (cancelled = false) =>
    settle.resolve({ record: {}, cancelled, pixels: cancelled ? null : { width: 1 } } as never);
  return {
    begin: (heard: RunListener) => {
      listener = heard;
      return { result, cancel };
    },
    draw,
    done,
    fail: (reason: unknown) => settle.reject(reason),
    cancel,
  };
}

async function all(stream: AsyncIterable<SampleEvent>): Promise<SampleEvent['type'][]> {
  const types: SampleEvent['type'][] = [];
  for await (const { type } of stream) types.push(type);
  return types;
}

it('gives every event in order, also those that came while the caller was busy, and ends with the picture', async () => {
  const run = aRun();
  const stream = streamRun(run.begin, undefined);
  const first = stream.next();
  run.draw(1);
  run.draw(2);
  expect((await first).value).toMatchObject({ type: 'tokens', drawn: 1, total: 3 });
  run.draw(3);
  run.done();
  expect(await all(stream)).toEqual(['tokens', 'tokens', 'done']);
});

it('cancels the run when the loop is left', async () => {
  const run = aRun();
  const stream = streamRun(run.begin, undefined);
  const reading = (async () => {
    for await (const event of stream) if (event.type === 'tokens') break;
  })();
  run.draw(1);
  await reading;
  expect(run.cancel).toHaveBeenCalled();
});

it('throws what the run throws, after what it had told', async () => {
  const run = aRun();
  const stream = streamRun(run.begin, undefined);
  const first = stream.next();
  run.draw(1);
  run.fail(new Error('no memory'));
  expect((await first).value).toMatchObject({ type: 'tokens' });
  await expect(stream.next()).rejects.toThrow('no memory');
});

it('throws the reason of the signal, before a run or in its middle', async () => {
  const never = aRun();
  const begin = vi.fn(never.begin);
  await expect(streamRun(begin, AbortSignal.abort(new Error('not now'))).next()).rejects.toThrow('not now');
  expect(begin).not.toHaveBeenCalled();

  const run = aRun();
  const controller = new AbortController();
  const next = streamRun(run.begin, controller.signal).next();
  controller.abort(new Error('enough'));
  expect(run.cancel).toHaveBeenCalled();
  run.done(true);
  await expect(next).rejects.toThrow('enough');
});
