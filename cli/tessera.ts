import { TesseraError } from '../src/core/errors.ts';
import { readArguments, usage } from './arguments.ts';
import type { Command } from './command.ts';
import { Terminal } from './terminal.ts';

/** Loaded on demand, so that `tessera --help` does not wait for tfjs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  models: async () => (await import('./commands/models.ts')).models,
  inspect: async () => (await import('./commands/inspect.ts')).inspect,
  convert: async () => (await import('./commands/convert.ts')).convert,
  encode: async () => (await import('./commands/encode.ts')).encode,
  decode: async () => (await import('./commands/decode.ts')).decode,
  reconstruct: async () => (await import('./commands/reconstruct.ts')).reconstruct,
  logits: async () => (await import('./commands/logits.ts')).logits,
  sample: async () => (await import('./commands/sample.ts')).sample,
  bench: async () => (await import('./commands/bench.ts')).bench,
};

const GLOBAL_FLAGS = { json: 'switch', verbose: 'switch', help: 'switch' } as const;

/** Runs one command line. @returns the exit status: 0 done, 2 wrong usage, 1 failed */
export async function tessera(words: readonly string[]): Promise<number> {
  const terminal = new Terminal(words.includes('--json'), words.includes('--verbose'));
  try {
    // npm runs scripts in the project's folder; paths are meant from where npm was called.
    const { INIT_CWD, npm_lifecycle_event: script } = process.env;
    if (script === 'tessera' && INIT_CWD) process.chdir(INIT_CWD);
    await run(words, terminal);
    return 0;
  } catch (error) {
    terminal.fail(error);
    return error instanceof TesseraError && error.code === 'usage' ? 2 : 1;
  } finally {
    terminal.clearBar();
  }
}

async function run(words: readonly string[], terminal: Terminal): Promise<void> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await overview();
    if (name === undefined) throw usage('no command was given', 'choose one of the commands above');
    return;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    throw usage(`there is no command "${name}"`, `use one of ${Object.keys(COMMANDS).join(', ')}`);
  }
  const command = await COMMANDS[name]();
  const args = readArguments(name, rest, { ...GLOBAL_FLAGS, ...command.flags });
  if (args.on('help')) {
    process.stdout.write(`${command.summary}\n\n${command.help.trim()}\n\n${COMMON_HELP}\n`);
    return;
  }
  await command.run(args, terminal);
}

const COMMON_HELP = `Every command takes --json (one JSON value on stdout), --verbose (stack traces) and --help.
MODEL is an id under models/ or the path of a model folder.`;

async function overview(): Promise<void> {
  const lines = await Promise.all(
    Object.values(COMMANDS).map(async (load) => {
      const { name, summary } = await load();
      return `  ${name.padEnd(12)} ${summary}`;
    }),
  );
  process.stdout.write(`tessera COMMAND ...\n\n${lines.join('\n')}\n\n${COMMON_HELP}\n`);
}
