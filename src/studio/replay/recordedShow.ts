import type { Label } from '../../core/labels.ts';
import { keepRun, type RunStore, type ShownRun } from '../generate/runStore.ts';
import type { Player } from './player.ts';
import { fetchRecordedRuns, openRecordedRun } from './recordedRuns.ts';

/** Plays every recorded run once, one after the other, until somebody takes over. */
export class RecordedShow {
  private opened: readonly ShownRun[] = [];

  constructor(
    private readonly options: {
      readonly runs: RunStore;
      readonly player: Player;
      readonly base: string;
      readonly labels: () => readonly Label[];
    },
  ) {}

  /** A site without recorded runs shows an empty Result. */
  async start(): Promise<void> {
    const { runs, base, labels } = this.options;
    const entries = await fetchRecordedRuns(base).catch(() => []);
    for (const [place, entry] of entries.entries()) {
      const run = await openRecordedRun(entry, base, labels()).catch(() => null);
      runs.setState({ awaited: entries.length - place - 1 });
      if (!run) continue;
      this.opened = [...this.opened, run];
      runs.setState(({ kept }) => ({ kept: keepRun(kept, run) }));
      if (this.opened.length === 1) this.show(run);
    }
    runs.setState({ awaited: 0 });
  }

  next(): void {
    const { shown, unattended } = this.options.runs.getState();
    const at = this.opened.findIndex(({ id }) => id === shown?.id);
    // The last one stays: a page at rest should be still.
    if (unattended && at >= 0 && at + 1 < this.opened.length) this.show(this.opened[at + 1]);
  }

  private show(run: ShownRun): void {
    const { runs, player } = this.options;
    const { unattended, revision } = runs.getState();
    if (!unattended) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    runs.setState({ shown: run, revision: revision + 1, position: still ? run.trace.count : 0 });
    if (!still) player.play();
  }
}
