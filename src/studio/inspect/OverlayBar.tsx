import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { heatColour } from './heat.ts';
import { OVERLAYS, type OverlayKind } from './inspectStore.ts';
import { windowMap } from './overlays.ts';
import { useHeatMap, useObstacle } from './useOverlay.ts';

/** Which overlay lies over the picture, and what its colours mean. */
export function OverlayBar() {
  const { inspector } = useStudio();
  const t = text().inspect;
  const overlay = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state.overlay,
  );
  const isShown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown !== null,
  );
  return (
    <div className="overlay-bar">
      <label className="overlay-choice">
        <span>{t.overlay}</span>
        <select
          value={overlay}
          disabled={!isShown}
          onChange={(event) => inspector.look({ overlay: event.target.value as OverlayKind })}
        >
          {OVERLAYS.map((kind) => (
            <option key={kind} value={kind}>
              {t.overlays[kind]}
            </option>
          ))}
        </select>
      </label>
      <Legend />
    </div>
  );
}

function Legend() {
  const t = text().inspect;
  const { overlay, survey, pinned, attention, problem } = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state,
  );
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const obstacle = useObstacle();
  const map = useHeatMap();
  const isAsked = overlay === 'entropy' || overlay === 'probability' || overlay === 'surprise';
  if (overlay === 'none' || overlay === 'borders' || !shown) return <div className="legend" />;
  if (overlay === 'windows') {
    return <p className="legend">{t.legend.windows(windowMap(shown.trace).origins.length)}</p>;
  }
  if ((isAsked || overlay === 'attention') && obstacle)
    return <p className="legend">{t.obstacles[obstacle]}</p>;
  if (overlay === 'attention' && pinned === null) return <p className="legend">{t.pinFirst}</p>;
  if (overlay === 'attention' && !attention) return <p className="legend">{problem ?? t.computing}</p>;
  if (isAsked && (!survey || survey.done < survey.total || survey.total === 0)) {
    return (
      <p className="legend" role="status">
        {problem ?? t.surveying(survey?.done ?? 0, Math.max(1, survey?.total ?? 1))}
      </p>
    );
  }
  if (!map) return <div className="legend" />;
  const [low, high] =
    overlay === 'order'
      ? [t.legend.first, t.legend.last(shown.trace.count)]
      : overlay === 'probability' || overlay === 'attention'
        ? [t.percent(0), t.percent(map.most)]
        : ['0', t.nats(map.most)];
  return (
    <p className="legend">
      <span>{low}</span>
      <span
        className="legend-ramp"
        style={{ background: `linear-gradient(to right, ${[0, 0.5, 1].map(heatColour).join(', ')})` }}
      />
      <span>{high}</span>
    </p>
  );
}
