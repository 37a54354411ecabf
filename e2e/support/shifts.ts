import type { Page } from 'playwright/test';

interface Shift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

/** From now on the page notes what moves in it, also shortly after a press, which the usual measure forgives. */
export async function watchShifts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shifts: { value: number; moved: string[] }[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Shift[]) {
        const moved = sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : ''));
        shifts.push({ value, moved });
      }
    });
    observer.observe({ type: 'layout-shift' });
    Object.assign(window, { shifts, stopShifts: () => observer.disconnect() });
  });
}

/** What has moved since, by more than a word in the status may. */
export async function shiftsSeen(page: Page): Promise<readonly { value: number; moved: string[] }[]> {
  return page.evaluate(async () => {
    // Entries come with the next frames.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const seen = window as unknown as {
      shifts: { value: number; moved: string[] }[];
      stopShifts: () => void;
    };
    seen.stopShifts();
    return seen.shifts.filter(({ value }) => value > 0.001);
  });
}
