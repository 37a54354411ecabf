import type { Studio } from '../studio.ts';
import type { Drawable } from './keepDrawn.ts';
import { drawLabels } from './mapCanvas.ts';
import { colourTable } from './palette.ts';

/** The layout in the colours of its labels, as `keepDrawn` wants it. */
export function layoutDrawing({
  document,
  sessionStore,
}: Pick<Studio, 'document' | 'sessionStore'>): Drawable {
  let colours = colourTable(sessionStore.getState().labels);
  return {
    size: () => document.map,
    onChange(listener) {
      const stops = [
        document.onChange(listener),
        sessionStore.subscribe(({ labels }, before) => {
          if (labels === before.labels) return;
          colours = colourTable(labels);
          listener(null);
        }),
      ];
      return () => stops.forEach((stop) => stop());
    },
    draw: (context, rect) => drawLabels(context, document.map, colours, rect),
  };
}
