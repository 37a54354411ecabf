import type { FinishedRun, RunListener, Task } from '../runtime/client.ts';
import type { SampleEvent } from './types.ts';

/**
 * A run's messages as an iterator. Events wait while the caller is busy, so none is lost; leaving the loop cancels the
 * run.
 * @throws what the run throws, or the signal's reason
 */
export async function* streamRun(
  begin: (listener: RunListener) => Task<FinishedRun>,
  signal: AbortSignal | undefined,
): AsyncIterableIterator<SampleEvent> {
  signal?.throwIfAborted();
  const waiting: SampleEvent[] = [];
  let wake = () => {};
  const tell = (event: SampleEvent) => {
    waiting.push(event);
    wake();
  };
  const task = begin({
    onDrawn: ({ cells, tokens, drawn, total }) => tell({ type: 'tokens', cells, tokens, drawn, total }),
    onPixels: (pixels) => tell({ type: 'preview', pixels }),
  });
  const cancel = () => task.cancel();
  signal?.addEventListener('abort', cancel);
  let ended: FinishedRun | null = null;
  let failure: { readonly reason: unknown } | null = null;
  void task.result
    .then((run) => (ended = run))
    .catch((reason: unknown) => (failure = { reason }))
    .finally(() => wake());
  try {
    for (;;) {
      for (let event = waiting.shift(); event; event = waiting.shift()) yield event;
      signal?.throwIfAborted();
      if (failure) throw (failure as { readonly reason: unknown }).reason;
      if (ended) {
        const { record, pixels } = ended as FinishedRun;
        if (pixels) yield { type: 'done', record, pixels };
        return;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    task.cancel();
  }
}
