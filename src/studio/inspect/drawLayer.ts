import type { Studio } from '../studio.ts';
import { drawTile } from '../replay/atlas.ts';
import { recordedModelOf } from './askable.ts';
import type { LayerPointer } from './layerPointer.ts';
import { OverlayPainter } from './overlayPainter.ts';
import { attendedBy, orderMap, surveyMap } from './overlays.ts';

/** Everything over the picture: the chosen overlay, the tiles of a stroke, the region, cursor and pin. */
export function drawLayer(
  canvas: HTMLCanvasElement,
  studio: Studio,
  { stroke, isMarking }: Pick<LayerPointer, 'stroke' | 'isMarking'>,
): void {
  const context = canvas.getContext('2d');
  const { shown } = studio.runs.getState();
  if (!context) return;
  if (!shown) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    return;
  }
  const painter = new OverlayPainter(context, shown.trace, canvas);
  painter.clear();
  paintOverlay(painter, studio);
  const { region, tool, code, compare } = studio.whatIfStore.getState();
  const { cursor, pinned } = studio.inspectStore.getState();
  const atlas = shown.atlas ?? studio.sessionStore.getState().atlas;
  const laid = tool === 'tile' ? (stroke ?? (cursor === null ? [] : [cursor])) : [];
  for (const cell of laid) {
    const { left, top, width } = painter.boxOf(cell);
    if (atlas) drawTile(context, atlas, code, left, top, width);
  }
  // While a region is marked, what is around it is darkened; then the picture is seen as it is.
  if (region && tool === 'region' && compare === null) painter.region(region, isMarking);
  if (cursor !== null && cursor !== pinned) painter.frame(cursor, false);
  if (pinned !== null) painter.frame(pinned, true);
}

function paintOverlay(painter: OverlayPainter, { runs, inspectStore, sessionStore }: Studio): void {
  const { shown } = runs.getState();
  const state = inspectStore.getState();
  const { overlay, survey, attention } = state;
  if (!shown) return;
  switch (overlay) {
    case 'none':
      return;
    case 'borders':
      painter.borders();
      return;
    case 'order':
      painter.heat(orderMap(shown.trace));
      return;
    case 'windows':
      painter.windows(shown.trace);
      return;
    case 'entropy':
    case 'probability':
    case 'surprise':
      if (survey) painter.heat(surveyMap(survey, overlay));
      return;
    case 'attention': {
      const model = recordedModelOf(sessionStore.getState().loaded);
      const attended = attention && model && attendedBy(attention, model, state);
      if (attended) painter.attention(attended, state.onto);
    }
  }
}
