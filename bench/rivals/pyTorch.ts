import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import type { Contender } from '../measure/contender.ts';
import { codesOf, promptOf, SETTINGS } from '../measure/decodeCase.ts';

const SCRIPT = fileURLToPath(new URL('./transformer.py', import.meta.url));

/** A Python process that answers a line with a line. */
class Script {
  private readonly lines: AsyncIterator<string>;

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.on('error', () => undefined); // an early exit is told by the missing answer
    child.on('error', () => undefined);
    child.stderr.resume();
  }

  /** @returns null when the process ended instead */
  readonly ask = async (question: unknown): Promise<Record<string, unknown> | null> => {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const answer = await this.lines.next();
    return answer.done ? null : (JSON.parse(answer.value) as Record<string, unknown>);
  };

  readonly end = (): void => {
    this.child.stdin.end();
  };
}

/** Where PyTorch may be: what PYTHON names, else the first Python of the path, else the system's own. */
function interpreters(): string[] {
  const { PYTHON } = process.env;
  return PYTHON ? [PYTHON] : ['python3', '/usr/bin/python3'];
}

async function start(python: string, shape: unknown): Promise<Script | null> {
  // What Dawn needs to find its driver must not reach PyTorch's libraries.
  const env = { ...process.env };
  delete env.LD_LIBRARY_PATH;
  const script = new Script(spawn(python, [SCRIPT], { env }));
  return (await script.ask(shape)) === null ? null : script;
}

/**
 * PyTorch in a process of its own: eager, with a key/value cache, on CUDA in half precision where there is one.
 * @param threads of its products; 0 = its own choice
 * @returns null when this machine has no PyTorch (`PYTHON` names the interpreter)
 */
export async function pyTorchContender(
  architecture: TransformerArchitecture,
  threads: number,
): Promise<Contender | null> {
  let script: Script | null = null;
  for (const python of interpreters()) script ??= await start(python, { ...architecture, threads });
  if (script === null) return null;
  const { ask, end } = script;
  return {
    name: 'PyTorch',
    async run(work) {
      const prompt = [...promptOf(work, architecture)];
      const { tokens } = work;
      const job = { prompt, tokens, codes: codesOf(architecture), topK: SETTINGS.topK };
      const answer = await ask(job);
      if (answer === null) throw new Error('PyTorch ended in the middle of a run');
      return { positions: prompt.length + tokens - 1, tokens, elapsedMs: answer.elapsedMs as number };
    },
    facts: () => ({}),
    dispose: end,
  };
}
