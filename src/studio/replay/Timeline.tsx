import './replay.css';
import { Icon } from '../controls/Icon.tsx';
import { RangeInput } from '../controls/RangeInput.tsx';
import { SPEEDS } from '../generate/runStore.ts';
import { text } from '../messages/text.ts';
import { useEnabled, useFrom, useStudio } from '../useStudio.ts';
import { FilmButton } from './FilmButton.tsx';

/** Any run, token by token, forwards and backwards. */
export function Timeline() {
  const { actions, player, runs } = useStudio();
  const t = text().timeline;
  const canPlay = useEnabled('play');
  const { shown, position, playing, speed } = useFrom(
    (studio) => studio.runs,
    (state) => state,
  );
  const total = shown?.trace.cells.length ?? 0;
  return (
    <section className="timeline" aria-label={t.region}>
      <button
        type="button"
        className="icon-button"
        aria-label={playing ? t.pause : t.play}
        title={playing ? t.pause : t.play}
        disabled={!canPlay}
        onClick={() => actions.play.perform()}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <RangeInput
        aria-label={t.position}
        aria-valuetext={t.valueText(position, total)}
        value={position}
        range={{ least: 0, most: Math.max(1, total), step: 1 }}
        disabled={!canPlay}
        onChange={(value) => player.seek(value)}
      />
      <span className="timeline-count" aria-hidden="true">
        {shown ? t.count(position, total) : ''}
      </span>
      <select
        aria-label={t.speed}
        value={speed}
        disabled={!canPlay}
        onChange={(event) => runs.setState({ speed: Number(event.target.value) })}
      >
        {SPEEDS.map((value) => (
          <option key={value} value={value}>
            {t.times(value)}
          </option>
        ))}
      </select>
      <FilmButton />
    </section>
  );
}
