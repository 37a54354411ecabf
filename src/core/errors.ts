/**
 * One named error per failure. The code is stable (kebab-case), the message says what happened and
 * the advice says what to do; both are shown to people as they are.
 */
export class TesseraError extends Error {
  readonly code: string;
  readonly advice: string;

  constructor(code: string, what: string, advice: string, options?: ErrorOptions) {
    super(inOneLine(what), options);
    this.name = 'TesseraError';
    this.code = code;
    this.advice = inOneLine(advice);
  }

  /** `kebab-code: what happened; what to do` — the one line that the command prints. */
  get line(): string {
    return `${this.code}: ${this.message}; ${this.advice}`;
  }
}

/**
 * Messages repeat names out of anybody's files: line breaks would forge lines, and control or direction marks could
 * rewrite a terminal.
 */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** Plain form of an error, for worker messages and reports. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** Any thrown value as a report; values that are not ours get the code `internal`. */
export function reportOf(thrown: unknown): ErrorReport {
  if (thrown instanceof TesseraError) {
    return { code: thrown.code, message: thrown.message, advice: thrown.advice };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message, advice: 'this is a defect of Tessera, please report it' };
}

export function errorFrom(report: ErrorReport): TesseraError {
  return new TesseraError(report.code, report.message, report.advice);
}
