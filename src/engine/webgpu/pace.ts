/** Kinds of work with very different costs a unit: passes over the weights, and rows through tiled products. */
export type WorkKind = 'vector' | 'matrix';
const KINDS: readonly WorkKind[] = ['vector', 'matrix'];

/** Longest that a submission should keep the GPU from drawing the page, in ms. */
const TARGET_MS = 25;

/** First guesses in ms a unit; low enough for a quick GPU, corrected after the first submissions. */
const FIRST_GUESS: Record<WorkKind, number> = { vector: 0.5, matrix: 0.1 };

/** How much of a new measurement goes into an estimate. */
const TRUST = 0.5;

/** Learns how much work fits into one submission. Decides only where submissions end, never what is computed. */
export class Pace {
  private readonly cost = { ...FIRST_GUESS };

  isFull(work: Readonly<Record<WorkKind, number>>): boolean {
    return this.estimate(work) >= TARGET_MS;
  }

  learn(work: Readonly<Record<WorkKind, number>>, elapsedMs: number): void {
    const estimate = this.estimate(work);
    if (estimate <= 0 || elapsedMs <= 0) return;
    for (const kind of KINDS) {
      const share = (work[kind] * this.cost[kind]) / estimate;
      this.cost[kind] *= (elapsedMs / estimate) ** (TRUST * share);
    }
  }

  private estimate(work: Readonly<Record<WorkKind, number>>): number {
    return work.vector * this.cost.vector + work.matrix * this.cost.matrix;
  }
}
