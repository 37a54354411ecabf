/** Kinds of work with very different costs a unit: passes over the weights, and rows through tiled products. */
export type WorkKind = 'vector' | 'matrix';
const KINDS: readonly WorkKind[] = ['vector', 'matrix'];

/** Longest that a submission should keep the GPU from drawing the page, in ms. */
const TARGET_MS = 25;

/**
 * First guesses in ms a unit, those of a slow adapter: the first submission is short everywhere, and on a quick GPU the next ones
 * grow. The other way round, a software adapter would be given work of many seconds before anything was measured.
 */
const FIRST_GUESS: Record<WorkKind, number> = { vector: 5, matrix: 1 };

/** How much of a new measurement goes into an estimate that was about right. */
const TRUST = 0.5;
/** A submission that took so many times what was expected is believed at once. */
const FAR_OFF = 2;
/** One that was quicker lets the next grow by this much at most: what finishes together with another looks too quick. */
const MOST_GROWTH = 4;

/** Learns how much work fits into one submission. Decides only where submissions end, never what is computed. */
export class Pace {
  private readonly cost = { ...FIRST_GUESS };

  isFull(work: Readonly<Record<WorkKind, number>>): boolean {
    return this.estimate(work) >= TARGET_MS;
  }

  /** Units of one kind that fill a submission. */
  capacity(kind: WorkKind): number {
    return TARGET_MS / this.cost[kind];
  }

  learn(work: Readonly<Record<WorkKind, number>>, elapsedMs: number): void {
    const estimate = this.estimate(work);
    if (estimate <= 0 || elapsedMs <= 0) return;
    const ratio = elapsedMs / estimate;
    const factor =
      ratio > FAR_OFF ? ratio : Math.max(1 / MOST_GROWTH, ratio ** (ratio < 1 / FAR_OFF ? 1 : TRUST));
    for (const kind of KINDS) {
      const share = (work[kind] * this.cost[kind]) / estimate;
      this.cost[kind] *= factor ** share;
    }
  }

  private estimate(work: Readonly<Record<WorkKind, number>>): number {
    return work.vector * this.cost.vector + work.matrix * this.cost.matrix;
  }
}
