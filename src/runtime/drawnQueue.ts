import type { Drawn } from '../engine/engine.ts';
import type { Schedule } from '../core/schedule.ts';
import type { FromWorker } from './protocol.ts';

/** Messages to the page are at most this often, so that painting there stays smooth. */
const INTERVAL_MS = 33;
/** Tokens per second are averaged over this long. */
const SPEED_WINDOW_MS = 4000;

type DrawnMessage = Extract<FromWorker, { type: 'drawn' }>;

/** Gathers drawn tokens and tells them to the page in batches, with speed and time left. */
export class DrawnQueue {
  readonly #id: number;
  readonly #schedule: Schedule;
  readonly #post: (message: DrawnMessage, transfer: Transferable[]) => void;
  readonly #now: () => number;
  readonly #cells: number[] = [];
  readonly #tokens: number[] = [];
  readonly #history: { time: number; drawn: number }[] = [];
  #window = { top: 0, left: 0 };
  #drawn = 0;
  #lastPost = -Infinity;

  constructor(
    id: number,
    schedule: Schedule,
    post: (message: DrawnMessage, transfer: Transferable[]) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#id = id;
    this.#schedule = schedule;
    this.#post = post;
    this.#now = now;
    this.#history.push({ time: now(), drawn: 0 });
  }

  add({ step, token }: Drawn): void {
    this.#cells.push(step.row * this.#schedule.width + step.column);
    this.#tokens.push(token);
    this.#window = { top: step.top, left: step.left };
    this.#drawn++;
    if (this.#now() - this.#lastPost >= INTERVAL_MS) this.flush();
  }

  /** Tells what has not been told yet. */
  flush(): void {
    if (this.#cells.length === 0) return;
    const time = this.#now();
    this.#lastPost = time;
    this.#history.push({ time, drawn: this.#drawn });
    while (this.#history.length > 2 && time - this.#history[0].time > SPEED_WINDOW_MS) this.#history.shift();
    const cells = Int32Array.from(this.#cells.splice(0));
    const tokens = Int32Array.from(this.#tokens.splice(0));
    const total = this.#schedule.steps.length;
    const tokensPerSecond = this.#speed();
    const message: DrawnMessage = {
      type: 'drawn',
      id: this.#id,
      cells,
      tokens,
      window: { ...this.#window, ...this.#schedule.window },
      drawn: this.#drawn,
      total,
      tokensPerSecond,
      secondsLeft: tokensPerSecond > 0 ? (total - this.#drawn) / tokensPerSecond : null,
    };
    this.#post(message, [cells.buffer, tokens.buffer]);
  }

  #speed(): number {
    const first = this.#history[0];
    const last = this.#history[this.#history.length - 1];
    const seconds = (last.time - first.time) / 1000;
    return seconds > 0 ? (last.drawn - first.drawn) / seconds : 0;
  }
}
