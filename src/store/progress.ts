import type { ModelFile } from '../checkpoint/manifest.ts';
import type { StoreEnvironment } from './environment.ts';
import { Rate } from './rate.ts';

export interface FetchProgress {
  readonly file: string;
  /** Of all the files that were asked for; stored ones count as received. */
  readonly receivedBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** null until the speed is known. */
  readonly secondsLeft: number | null;
  /** This file came from the browser's storage. */
  readonly fromStorage: boolean;
}

/** Adds up what arrives; tells at most ten times a second, and at the end of each file. */
export class Progress {
  private readonly totalBytes: number;
  private readonly rate = new Rate();
  private received = 0;
  private ofFile = 0;
  private downloaded = 0;
  private toldAt = -Infinity;

  constructor(
    wanted: readonly ModelFile[],
    private readonly environment: StoreEnvironment,
    private readonly tell: ((progress: FetchProgress) => void) | undefined,
  ) {
    this.totalBytes = wanted.reduce((sum, file) => sum + file.bytes, 0);
  }

  restart(): void {
    this.received -= this.ofFile;
    this.ofFile = 0;
  }

  add(file: ModelFile, bytes: number, fromStorage: boolean): void {
    const now = this.environment.now();
    this.received += bytes;
    this.ofFile += bytes;
    if (!fromStorage) this.rate.add((this.downloaded += bytes), now);
    const complete = this.ofFile === file.bytes;
    if (complete) this.ofFile = 0;
    if (!complete && now - this.toldAt < 100) return;
    this.toldAt = now;
    const { bytesPerSecond } = this.rate;
    this.tell?.({
      file: file.path,
      receivedBytes: this.received,
      totalBytes: this.totalBytes,
      bytesPerSecond,
      secondsLeft: bytesPerSecond > 0 ? (this.totalBytes - this.received) / bytesPerSecond : null,
      fromStorage,
    });
  }
}
