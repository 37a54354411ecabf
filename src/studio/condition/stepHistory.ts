/** Undo by whole states, for what is small; painted maps keep the squares that changed (paint/history.ts). */
export class StepHistory<State> {
  private past: readonly State[] = [];
  private future: readonly State[] = [];

  /** @param most steps that can be undone */
  constructor(private readonly most: number) {}

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** How things were before a step. */
  keep(before: State): void {
    this.past = [...this.past.slice(1 - this.most), before];
    this.future = [];
  }

  /** @returns how things were before the last step; null when there was none */
  undo(current: State): State | null {
    const before = this.past.at(-1) ?? null;
    if (before === null) return null;
    this.past = this.past.slice(0, -1);
    this.future = [...this.future, current];
    return before;
  }

  /** @returns how things were before the last `undo`; null when there was none */
  redo(current: State): State | null {
    const after = this.future.at(-1) ?? null;
    if (after === null) return null;
    this.future = this.future.slice(0, -1);
    this.past = [...this.past, current];
    return after;
  }
}
