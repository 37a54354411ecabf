import type { ReactNode } from 'react';

import { IconButton } from '../controls/IconButton.tsx';
import { text } from '../messages/text.ts';
import { useFrom } from '../useStudio.ts';

/** Zoom of the canvas above, and what else belongs to looking at it. */
export function ViewBar({ children }: { readonly children?: ReactNode }) {
  const zoom = useFrom(
    (studio) => studio.canvasView,
    (state) => state.view.zoom,
  );
  return (
    <div className="view-bar">
      <div className="button-row" role="group" aria-label={text().paint.view}>
        <IconButton action="zoom-out" icon="zoomOut" />
        <span className="view-zoom">{text().paint.times(zoom)}</span>
        <IconButton action="zoom-in" icon="zoomIn" />
        <IconButton action="zoom-fit" icon="fit" />
      </div>
      {children}
    </div>
  );
}
