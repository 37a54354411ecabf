/** Bytes per second over the last few seconds, so that the estimate follows the line without jumping. */
export class Rate {
  private readonly samples: { readonly at: number; readonly bytes: number }[] = [];

  constructor(private readonly windowMs = 4000) {}

  /** @param bytes received in all so far; @param at milliseconds */
  add(bytes: number, at: number): void {
    this.samples.push({ at, bytes });
    while (this.samples.length > 2 && at - this.samples[0].at > this.windowMs) this.samples.shift();
  }

  /** 0 until two samples lie some time apart. */
  get bytesPerSecond(): number {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!last || last.at - first.at < 50) return 0;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }
}
