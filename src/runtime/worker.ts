/** Entry of the Web Worker: hears the page's messages and answers them. Nothing here computes by itself. */
import { version } from '../../package.json' with { type: 'json' };
import { reportOf, TesseraError } from '../core/errors.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Session } from './session.ts';

const session = new Session(post, version, () => enqueue(null, () => session.recover()));
/** Requests under way that can be cancelled, by id. */
const running = new Map<number, AbortController>();
/** Requests run one after the other: they share the model and the device. */
let queue: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(data);

function hear(message: ToWorker): void {
  switch (message.type) {
    case 'start':
      enqueue(null, () => session.start(message.backend, message.wasmUrl));
      return;
    case 'load':
      enqueue(message.id, (signal) => session.load(message.id, message.modelUrl, signal));
      return;
    case 'generate':
      enqueue(message.id, (signal) => session.generate(message.id, message.job, signal));
      return;
    case 'decode':
      enqueue(message.id, (signal) => session.decode(message.id, message, signal));
      return;
    case 'inspect':
      enqueue(message.id, (signal) => session.inspect(message.id, message.question, signal));
      return;
    case 'stage':
      enqueue(message.id, (signal) => session.stage(message.id, message.question, signal));
      return;
    case 'resample':
      enqueue(message.id, (signal) => session.resample(message.id, message.record, signal));
      return;
    case 'cancel':
      running.get(message.id)?.abort();
      return;
    case 'diagnostics':
      post({ type: 'diagnostics', id: message.id, diagnostics: session.diagnostics() });
      return;
    case 'lose-device':
      session.loseDevice();
      return;
  }
}

function enqueue(id: number | null, work: (signal: AbortSignal) => Promise<void>): void {
  const abort = new AbortController();
  if (id !== null) running.set(id, abort);
  queue = queue
    .then(() => (abort.signal.aborted ? Promise.reject(cancelled()) : work(abort.signal)))
    .catch((error: unknown) => post({ type: 'failed', id, error: reportOf(error) }))
    .finally(() => {
      if (id !== null) running.delete(id);
    });
}

function cancelled(): TesseraError {
  return new TesseraError('cancelled', 'this was cancelled before it began', 'start it again');
}

function post(message: FromWorker, transfer: Transferable[] = []): void {
  if (message.type === 'failed') session.remember(message.error);
  self.postMessage(message, { transfer });
}
