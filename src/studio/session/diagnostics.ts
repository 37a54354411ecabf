import { type ErrorReport, reportOf, TesseraError } from '../../core/errors.ts';
import type { Diagnostics } from '../../runtime/protocol.ts';
import type { Session } from './session.ts';

/** What tests and bug reports ask the page. */
interface TesseraConsole {
  readonly diagnostics: () => Promise<Diagnostics>;
  /** Destroys the graphics device, to see the recovery from a lost one. */
  readonly loseDevice: () => void;
}

/** Errors that nobody caught on the page, for the Diagnostics page; the worker keeps its own. */
const uncaught: ErrorReport[] = [];
const MOST_ERRORS = 10;

export function pageErrors(): readonly ErrorReport[] {
  return uncaught;
}

/** An error that was met where nobody could tell of it. */
export function rememberError(thrown: unknown): void {
  uncaught.push(reportOf(thrown));
  uncaught.splice(0, uncaught.length - MOST_ERRORS);
}

declare global {
  interface Window {
    tessera?: TesseraConsole;
  }
}

export function exposeDiagnostics(session: Session): void {
  addEventListener('error', ({ error, message }) => rememberError(error ?? message));
  addEventListener('unhandledrejection', ({ reason }) => rememberError(reason));
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
