/** Keys repeat some thirty times a second; what is said waits until they rest, or it would never be heard. */
const REST_MS = 300;

/** Words for a live region, of which only the last within a short while is said. */
export class Voice {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private waiting: (() => string) | null = null;

  constructor(private readonly region: HTMLElement) {}

  /** @param words asked for when they are said, so that they tell what is then */
  say(words: () => string): void {
    this.waiting = words;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.waiting) this.region.textContent = this.waiting();
    }, REST_MS);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.region.textContent = '';
  }
}
