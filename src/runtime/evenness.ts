import { distributionOf } from '../core/draw.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Drawn } from '../engine/engine.ts';

/** Draws that are looked at, spread over the run: enough to tell noise from a model, too few to slow it. */
const LOOKS = 6;
/**
 * Share of pure chance above which a model is doubted. Our landscapes give 0.35; with a wrong head count 0.64 to 0.76;
 * weights that were never trained, or that do not belong to the codebook's ids, 1 (docs/reliability.md).
 */
const DOUBTFUL = 0.93;

const UNFILTERED = { temperature: 1, topK: 0, topP: 1, greedy: false };

/**
 * How even the transformer's guesses are: the entropy of its softmax over all codes, as a share of the largest
 * possible. Guesses that are nearly even are drawn as noise, and no error says so.
 */
export class EvennessWatch {
  readonly #cells: ReadonlySet<number>;
  readonly #width: number;
  readonly #codes: number;
  readonly #shares: number[] = [];

  constructor({ steps, width }: Pick<Schedule, 'steps' | 'width'>, codes: number) {
    const every = Math.max(1, Math.floor(steps.length / LOOKS));
    const looked = steps.filter((_, i) => i % every === every - 1).slice(0, LOOKS);
    this.#cells = new Set(looked.map(({ row, column }) => row * width + column));
    this.#width = width;
    this.#codes = codes;
  }

  readonly wants = (row: number, column: number): boolean => this.#cells.has(row * this.#width + column);

  hear({ logits }: Pick<Drawn, 'logits'>): void {
    if (logits === undefined || this.#codes < 2) return;
    const { probabilities } = distributionOf(logits, UNFILTERED, this.#codes);
    let entropy = 0;
    for (const p of probabilities) if (p > 0) entropy -= p * Math.log(p);
    this.#shares.push(entropy / Math.log(Math.min(this.#codes, logits.length)));
  }

  /** The mean share of pure chance when it gives reason to doubt the model; else null. */
  get doubt(): number | null {
    if (this.#shares.length < LOOKS) return null;
    const mean = this.#shares.reduce((sum, share) => sum + share, 0) / this.#shares.length;
    return mean > DOUBTFUL ? mean : null;
  }
}
