/** jsdom lays nothing out, so nothing there ever changes its size. */
export class NoResizeObserver {
  observe(): void {}
  disconnect(): void {}
}
