import { TesseraError } from '../../core/errors.ts';
import type { Diagnostics } from '../../runtime/protocol.ts';
import type { Session } from './session.ts';

/** What tests and bug reports ask the page. */
interface TesseraConsole {
  readonly diagnostics: () => Promise<Diagnostics>;
  /** Destroys the graphics device, to see the recovery from a lost one. */
  readonly loseDevice: () => void;
}

declare global {
  interface Window {
    tessera?: TesseraConsole;
  }
}

export function exposeDiagnostics(session: Session): void {
  window.tessera = {
    diagnostics: () => session.client?.diagnostics() ?? Promise.reject(noWorker()),
    loseDevice: () => session.client?.loseDevice(),
  };
}

function noWorker(): TesseraError {
  return new TesseraError(
    'no-worker',
    'nothing computes on this page',
    'use a browser with WebGPU or WebAssembly',
  );
}
