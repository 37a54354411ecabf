import {
  clampView,
  mostZoom,
  panBy,
  showing,
  type Size,
  type View,
  viewedFit,
  viewTransform,
  zoomAbout,
} from './canvasView.ts';
import { fitInside, type Fit } from './fit.ts';
import type { Point } from './raster.ts';
import type { ViewStore } from './viewStore.ts';

/** A stage under the view: it moves the canvases in it, and knows where the picture lies on the page. */
export class StageView {
  private readonly stops: (() => void)[];

  constructor(
    private readonly stage: HTMLElement,
    private readonly store: ViewStore,
    private readonly picture: () => Size,
  ) {
    const resized = new ResizeObserver(() => this.measure());
    resized.observe(stage);
    this.stops = [
      () => resized.disconnect(),
      store.subscribe(({ view }, before) => {
        if (view !== before.view) this.apply(view);
      }),
      () => store.setState({ most: 1 }),
    ];
    this.measure();
    this.apply(store.getState().view);
  }

  stop(): void {
    for (const stop of this.stops) stop();
  }

  get isZoomed(): boolean {
    return this.store.getState().view.zoom > 1;
  }

  fit(): Fit {
    return viewedFit(this.stage.getBoundingClientRect(), this.picture(), this.store.getState().view);
  }

  onChange(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Zooms so that what lies under a place of the page stays there. */
  zoomAbout(factor: number, at: { readonly clientX: number; readonly clientY: number }): void {
    const { left, top, width, height } = this.stage.getBoundingClientRect();
    const share = { x: (at.clientX - left) / width, y: (at.clientY - top) / height };
    this.store.setState(({ view, most }) => ({ view: zoomAbout(view, factor, share, most) }));
  }

  /**
   * Moves the picture by pixels of the page.
   * @returns what it could not follow, because its edge was reached
   */
  panBy(right: number, down: number): { readonly right: number; readonly down: number } {
    const { width, height } = this.stage.getBoundingClientRect();
    const { view, most } = this.store.getState();
    const moved = panBy(view, right / width, down / height, most);
    this.store.setState({ view: moved });
    return {
      right: right - (view.x - moved.x) * view.zoom * width,
      down: down - (view.y - moved.y) * view.zoom * height,
    };
  }

  /** Brings a place of the picture into sight. */
  show(at: Point): void {
    const { width, height } = this.picture();
    this.store.setState(({ view, most }) => ({
      view: showing(view, { x: at.x / width, y: at.y / height }, most),
    }));
  }

  private measure(): void {
    const { width, height } = this.picture();
    const most = mostZoom(fitInside(this.stage.getBoundingClientRect(), width, height).scale || 1);
    this.store.setState(({ view }) => ({ most, view: clampView(view, most) }));
  }

  private apply(view: View): void {
    this.stage.style.setProperty('--view', viewTransform(view));
  }
}
