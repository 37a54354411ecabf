/** Losses that are survived on the graphics card within the span; with the next, WASM takes over. */
export const MOST_RESTARTS = 2;
/** Losses further apart than this have nothing to do with each other (a driver update, a laptop that slept). */
const SPAN_MS = 10 * 60_000;

/** Decides whether a lost device is asked for once more. */
export class RestartPolicy {
  readonly #losses: number[] = [];

  /** @param now milliseconds, monotonic */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** To be asked once for each loss. */
  mayRestart(): boolean {
    const time = this.now();
    this.#losses.push(time);
    while (time - this.#losses[0] > SPAN_MS) this.#losses.shift();
    return this.#losses.length <= MOST_RESTARTS;
  }
}
