// Commands one after the other, their output shown as it comes or kept until `print`.
import { spawn } from 'node:child_process';

export class Lane {
  #kept = [];

  /** @param {{ later: boolean }} options `later`: keep the output, so that two lanes do not mix on the screen */
  constructor({ later }) {
    this.later = later;
  }

  /** Runs a command to its end: `{ ok, output }`. */
  async run(title, command, args, env = {}) {
    this.#write(`\n== ${title}\n`);
    const child = spawn(command, args, {
      stdio: ['inherit', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        this.#write(text);
      });
    }
    const code = await new Promise((resolve) => {
      child.on('error', () => resolve(1)).on('close', resolve);
    });
    if (code !== 0) this.#write(`== ${title}: FAILED\n`);
    return { ok: code === 0, output };
  }

  print() {
    process.stdout.write(this.#kept.join(''));
    this.#kept = [];
  }

  #write(text) {
    if (this.later) this.#kept.push(text);
    else process.stdout.write(text);
  }
}
