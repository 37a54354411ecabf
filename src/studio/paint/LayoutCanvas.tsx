import { useEffect, useRef, useState } from 'react';

import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { keepDrawn } from './keepDrawn.ts';
import { layoutDrawing } from './layoutDrawing.ts';
import { LayoutTools } from './layoutTools.ts';
import { MirrorButtons } from './MirrorButtons.tsx';
import { OpacityField } from './OpacityField.tsx';
import { PaintStage } from './PaintStage.tsx';
import { PictureBelow, usePictureBelow } from './PictureBelow.tsx';

/** The layout, painted on its own canvas or over the last picture. */
export function LayoutCanvas() {
  const studio = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [target] = useState(() => new LayoutTools(studio));
  const picture = usePictureBelow();
  const blank = useFrom(
    ({ layout }) => layout,
    (state) => state.blank,
  );
  const opacity = useFrom(
    ({ layout }) => layout,
    (state) => state.opacity,
  );
  // Through what is not painted the picture would always be seen, so it lies there only while it is asked for.
  const isOver = picture !== null && opacity < 1;
  const t = text().layout;

  useEffect(() => target.watch(), [target]);
  useEffect(() => (canvas.current ? keepDrawn(canvas.current, layoutDrawing(studio)) : undefined), [studio]);

  return (
    <PaintStage
      canvas={canvas}
      target={target}
      blank={blank && !isOver}
      emptyTitle={t.emptyTitle}
      emptyText={t.emptyText}
      className="pixelated"
      opacity={isOver ? opacity : 1}
      below={isOver && <PictureBelow picture={picture} />}
      bar={
        <>
          <MirrorButtons />
          {picture && <OpacityField />}
        </>
      }
    />
  );
}
