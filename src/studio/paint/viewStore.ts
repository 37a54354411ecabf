import { createStore } from 'zustand/vanilla';

import { clampView, FITTED, nextZoom, type View } from './canvasView.ts';

/** The part of the picture that the drawing canvases show; layout, depth and edges share it. */
export interface ViewState {
  readonly view: View;
  /** The largest zoom of the stage on the page; 1 while there is none. */
  readonly most: number;
}

export type ViewStore = ReturnType<typeof createViewStore>;

export function createViewStore() {
  return createStore<ViewState>(() => ({ view: FITTED, most: 1 }));
}

/** To the next stop, about the middle of what is shown. */
export function stepZoom(store: ViewStore, direction: 1 | -1): void {
  store.setState(({ view, most }) => ({
    view: clampView({ ...view, zoom: nextZoom(view.zoom, direction, most) }, most),
  }));
}

export function fitView(store: ViewStore): void {
  store.setState({ view: FITTED });
}
