import { errorFrom, reportOf } from '../src/core/errors.ts';

const BAR_CELLS = 30;

/** What a command says: results on stdout, everything else on stderr. */
export class Terminal {
  private barShown = false;

  constructor(
    /** One JSON value on stdout and nothing else. */
    readonly json: boolean,
    private readonly verbose: boolean,
  ) {}

  /** A line of the result for people; silent with --json. */
  say(line: string): void {
    if (!this.json) process.stdout.write(`${line}\n`);
  }

  /** The result for programs; silent without --json. */
  result(value: unknown): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** Something to know that is not the result: a clamped value, a warning. */
  note(line: string): void {
    this.clearBar();
    process.stderr.write(`${line}\n`);
  }

  /** A progress bar, where stderr is a terminal. */
  progress(what: string, share: number): void {
    if (!process.stderr.isTTY) return;
    const cells = Math.round(Math.min(1, share) * BAR_CELLS);
    const bar = '█'.repeat(cells) + '░'.repeat(BAR_CELLS - cells);
    process.stderr.write(`\r${bar} ${Math.floor(share * 100)}% ${what}\x1b[K`);
    this.barShown = true;
  }

  /** What is being done, where its share of the whole is not known and stderr is a terminal. */
  step(what: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r${what}\x1b[K`);
    this.barShown = true;
  }

  clearBar(): void {
    if (this.barShown) process.stderr.write('\r\x1b[K');
    this.barShown = false;
  }

  /** One line `error: code: what; advice`, and with --verbose where it came from. */
  fail(thrown: unknown): void {
    const report = reportOf(thrown);
    const oneLine = errorFrom(report).line.replace(/\s*\n\s*/g, ' ');
    this.note(`error: ${oneLine}`);
    if (this.verbose && thrown instanceof Error) {
      for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
        this.note(error.stack ?? String(error));
      }
    }
  }
}
