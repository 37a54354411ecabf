import type { RunStore } from '../generate/runStore.ts';
import type { Label } from '../../core/labels.ts';
import type { Player } from './player.ts';
import { fetchRecordedRuns, openRecordedRun, type RecordedRunEntry } from './recordedRuns.ts';

/** Plays the recorded runs one after the other until the first Generate. */
export class RecordedShow {
  private entries: readonly RecordedRunEntry[] = [];
  private current = 0;

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
    this.entries = await fetchRecordedRuns(this.options.base).catch(() => []);
    await this.show(0);
  }

  async next(): Promise<void> {
    const { shown, running } = this.options.runs.getState();
    if (shown?.source === 'recorded' && !running) await this.show(this.current + 1);
  }

  private async show(index: number): Promise<void> {
    if (this.entries.length === 0) return;
    const { runs, player, base, labels } = this.options;
    this.current = index % this.entries.length;
    const shown = await openRecordedRun(this.entries[this.current], base, labels()).catch(() => null);
    const { shown: present, running, revision } = runs.getState();
    if (!shown || running || present?.source === 'live') return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    runs.setState({ shown, revision: revision + 1, position: still ? shown.trace.count : 0 });
    if (!still) player.play();
  }
}
