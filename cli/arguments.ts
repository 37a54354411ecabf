import { parseArgs } from 'node:util';
import { TesseraError } from '../src/core/errors.ts';

/** A flag with a value, or one that stands alone. */
export type Flags = Readonly<Record<string, 'value' | 'switch'>>;

/** What was typed after the command's name. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The text of a flag, undefined when absent. */
  text(flag: string): string | undefined;
  /** @throws TesseraError `usage` when absent */
  required(flag: string): string;
  on(flag: string): boolean;
  /** @throws TesseraError `usage` when it is no number */
  number(flag: string): number | undefined;
  /** @throws TesseraError `usage` when it is no integer */
  integer(flag: string): number | undefined;
  /** One of some words. @throws TesseraError `usage` */
  choice<T extends string>(flag: string, choices: readonly T[]): T | undefined;
}

/** Wrong use of a command: exit status 2. */
export function usage(what: string, advice: string): TesseraError {
  return new TesseraError('usage', what, advice);
}

/** @throws TesseraError `usage` for unknown flags and for values that are missing */
export function readArguments(command: string, words: readonly string[], flags: Flags): Arguments {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, kind]) => [
      name,
      { type: kind === 'value' ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: joinNegativeNumbers(words, flags), options, allowPositionals: true });
  } catch (error) {
    const [what] = (error as Error).message.split(/[.\n]/);
    throw usage(what, `see \`tessera ${command} --help\``);
  }
  const { positionals, values } = parsed;
  const text = (flag: string): string | undefined => {
    const value = values[flag];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (flag: string): number | undefined => {
    const value = text(flag);
    if (value === undefined) return undefined;
    const parsedNumber = Number(value);
    if (value.trim() === '' || !Number.isFinite(parsedNumber)) {
      throw usage(`--${flag} is "${value}"`, 'give a number');
    }
    return parsedNumber;
  };
  return {
    positionals,
    text,
    required: (flag) => {
      const value = text(flag);
      if (value === undefined) throw usage(`--${flag} is missing`, `see \`tessera ${command} --help\``);
      return value;
    },
    on: (flag) => values[flag] === true,
    number,
    integer: (flag) => {
      const value = number(flag);
      if (value !== undefined && !Number.isInteger(value)) {
        throw usage(`--${flag} is "${text(flag)}"`, 'give a whole number');
      }
      return value;
    },
    choice: (flag, choices) => {
      const value = text(flag);
      if (value === undefined) return undefined;
      const found = choices.find((choice) => choice === value);
      if (found === undefined) throw usage(`--${flag} is "${value}"`, `give one of ${choices.join(', ')}`);
      return found;
    },
  };
}

/** Whole numbers from 0 on, with commas between them; null when the text is not so many of them. */
export function wholeNumbers(text: string, count: number): number[] | null {
  const parts = text.split(',').map((part) => part.trim());
  return parts.length === count && parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null;
}

/** `--seed -1` as `--seed=-1`: parseArgs would take `-1` for a flag. */
function joinNegativeNumbers(words: readonly string[], flags: Flags): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const previous = joined.at(-1);
    const flag = previous?.startsWith('--') ? previous.slice(2) : undefined;
    if (/^-\d/.test(word) && flag !== undefined && flags[flag] === 'value') {
      joined[joined.length - 1] = `${previous}=${word}`;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

/**
 * The positional arguments by name, the last one possibly repeated.
 * @throws TesseraError `usage` when there are too few or too many
 */
export function expectPositionals(
  command: string,
  positionals: readonly string[],
  names: readonly string[],
  repeated = false,
): void {
  if (positionals.length < names.length) {
    throw usage(`${names[positionals.length]} is missing`, `see \`tessera ${command} --help\``);
  }
  if (positionals.length > names.length && !repeated) {
    throw usage(
      `"${positionals[names.length]}" is one argument too many`,
      `see \`tessera ${command} --help\``,
    );
  }
}
