import type { RunStore } from '../generate/runStore.ts';
import { playbackRate } from './frame.ts';

/** How long a finished picture rests before the next recorded run begins. */
const REST_MS = 4000;
const LONGEST_FRAME_MS = 100;

/** Moves the timeline while a run is played. */
export class Player {
  private frame = 0;
  private before = 0;
  /** Fractions of a token carried from frame to frame. */
  private exact = 0;
  private rest: ReturnType<typeof setTimeout> | null = null;

  /** @param onEnd called a while after a run has played to its end by itself */
  constructor(
    private readonly runs: RunStore,
    private readonly onEnd: () => void,
  ) {}

  play(): void {
    const { shown, position, running } = this.runs.getState();
    if (!shown || running) return;
    this.stop();
    const start = position >= shown.trace.count ? 0 : position;
    this.exact = start;
    this.runs.setState({ playing: true, position: start });
    this.before = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  pause(): void {
    this.stop();
    this.runs.setState({ playing: false, unattended: false });
  }

  seek(position: number): void {
    this.pause();
    this.runs.setState(({ shown }) => ({
      position: Math.min(shown?.trace.count ?? 0, Math.max(0, Math.round(position))),
    }));
  }

  private stop(): void {
    cancelAnimationFrame(this.frame);
    if (this.rest) clearTimeout(this.rest);
    this.rest = null;
  }

  private tick(now: number): void {
    const { shown, playing, speed, running } = this.runs.getState();
    if (!shown || !playing || running) return;
    const { count } = shown.trace;
    // A page that was hidden goes on where it was.
    const elapsed = Math.min(LONGEST_FRAME_MS, now - this.before);
    this.exact += (elapsed / 1000) * playbackRate(count) * speed;
    this.before = now;
    const position = Math.min(count, Math.floor(this.exact));
    if (position !== this.runs.getState().position) this.runs.setState({ position });
    if (position < count) {
      this.frame = requestAnimationFrame((next) => this.tick(next));
      return;
    }
    this.runs.setState({ playing: false });
    this.rest = setTimeout(() => this.onEnd(), REST_MS);
  }
}
