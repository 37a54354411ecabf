/**
 * Waits for one turn of the event loop, so that messages (Cancel, above all) are seen during long work.
 * A message channel, since nested timers are clamped to 4 ms in browsers.
 */
export function yieldToLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/** Yields when at least `everyMs` have passed since the last yield. */
export class Breather {
  private last = performance.now();

  constructor(private readonly everyMs = 30) {}

  /** True when it let the event loop turn. */
  async breathe(): Promise<boolean> {
    if (performance.now() - this.last < this.everyMs) return false;
    await yieldToLoop();
    this.last = performance.now();
    return true;
  }
}
