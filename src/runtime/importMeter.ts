import { Rate } from '../store/rate.ts';
import type { ImportProgress } from './importProtocol.ts';

const INTERVAL_MS = 100;

/** Tells progress with the time left, at most ten times a second and at the end. */
export class ImportMeter {
  private readonly rate = new Rate();
  private toldAt = -Infinity;

  constructor(
    private readonly tell: (progress: ImportProgress) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  at(doneBytes: number, totalBytes: number): void {
    const now = this.now();
    this.rate.add(doneBytes, now);
    if (doneBytes < totalBytes && now - this.toldAt < INTERVAL_MS) return;
    this.toldAt = now;
    const { bytesPerSecond } = this.rate;
    const secondsLeft = bytesPerSecond > 0 ? (totalBytes - doneBytes) / bytesPerSecond : null;
    this.tell({ doneBytes, totalBytes, secondsLeft });
  }
}
