import type { Arguments, Flags } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** One subcommand of `tessera`. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Positional arguments and flags, as shown by --help. */
  readonly help: string;
  readonly flags: Flags;
  run(args: Arguments, terminal: Terminal): Promise<void>;
}
