import { EMPTY } from '../core/grid.ts';
import type { Post } from './finishRun.ts';
import type { FromWorker, GenerateJob } from './protocol.ts';

type Drawn = Extract<FromWorker, { type: 'drawn' }>;
type Done = Extract<FromWorker, { type: 'done' }>;

/**
 * A run that several devices may carry on, one after the other. It listens to what the page is told: those tokens are
 * the state. What a lost device drew and did not tell is drawn again, and draws are order-free, so it comes out the
 * same.
 */
export class ResumableRun {
  #tokens: Int32Array | null = null;
  /** Tokens told by earlier attempts, and by the present one. */
  #before = 0;
  #drawn = 0;
  readonly #started: number;

  /**
   * @param isSound called before the end of the run is told; throws when the results cannot be trusted
   */
  constructor(
    private readonly job: GenerateJob,
    private readonly send: Post,
    private readonly isSound: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#started = now();
  }

  /** Tokens told so far. */
  get drawn(): number {
    return this.#drawn;
  }

  /** The job of the next attempt: what was told is kept. */
  next(): GenerateJob {
    this.#before = this.#drawn;
    return this.#tokens === null ? this.job : { ...this.job, keep: this.#tokens.slice() };
  }

  /** Takes the place of `post` in a run. */
  readonly post: Post = (message, transfer) => {
    if (message.type === 'drawn') this.send(this.#counted(message), transfer);
    else if (message.type === 'done') this.send(this.#ended(message), transfer);
    else this.send(message, transfer);
  };

  #counted(message: Drawn): Drawn {
    const { total, cells, tokens } = message;
    const all = this.#before + total;
    // The grid's size is known from the first message on: kept cells are told by the job alone.
    this.#tokens ??= this.job.keep?.slice() ?? new Int32Array(all).fill(EMPTY);
    cells.forEach((cell, i) => (this.#tokens![cell] = tokens[i]));
    this.#drawn += cells.length;
    return { ...message, drawn: this.#drawn, total: all };
  }

  /** @throws what `isSound` throws */
  #ended(message: Done): Done {
    // Of a cancelled run only tokens are kept, and each was read back whole.
    if (!message.cancelled) this.isSound();
    if (this.#before === 0) return message;
    const { record } = message;
    const stats = {
      // Positions that were computed again after a loss, or lost with it, are not known; the last attempt's are.
      positions: record.stats.positions,
      tokens: this.#before + record.stats.tokens,
      elapsedMs: Math.round(this.now() - this.#started),
    };
    return { ...message, record: { ...record, stats } };
  }
}
