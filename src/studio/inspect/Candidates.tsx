import { distributionOf } from '../../core/draw.ts';
import type { DrawView } from '../../core/distribution.ts';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import type { TokenAnswer } from './inspectStore.ts';
import { Tile } from './Tile.tsx';

interface CandidatesProps {
  readonly cell: number;
  readonly code: number;
  readonly draw: DrawView;
  /** Of the token that lies there, in the same draw. */
  readonly probability: number;
  /** Whether the draw is looked at under another temperature than its own. */
  readonly isLooking: boolean;
  readonly answer: TokenAnswer;
  readonly codes: number;
}

/** The most probable codes with their bars; a press lays one of them. */
export function Candidates({
  cell,
  code,
  draw,
  probability: laid,
  isLooking,
  answer,
  codes,
}: CandidatesProps) {
  const { whatIf } = useStudio();
  const t = text().inspect;
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const atlas = useAtlasOf(shown);
  // The tick on a bar: the probability at the run's own temperature.
  const own = distributionOf(answer.logits, answer.record.settings, codes);
  const ownOf = (id: number) => own.probabilities[own.ids.indexOf(id)] ?? 0;
  const longest = Math.max(draw.candidates[0]?.probability ?? 1, ...own.probabilities);
  // The token that lies there is always among them, however improbable it was.
  const isListed = draw.candidates.some(({ id }) => id === code);
  const rows = isListed
    ? draw.candidates
    : [...draw.candidates.slice(0, -1), { id: code, probability: laid }];
  return (
    <div className="candidates">
      <div className="candidates-head">
        <h3 id="candidates-title">{t.panel.candidates}</h3>
        <p>{t.panel.listed(draw.candidates.length, draw.kept)}</p>
      </div>
      <ol aria-labelledby="candidates-title">
        {rows.map(({ id, probability }) => (
          <li key={id} data-beyond={(!isListed && id === code) || undefined}>
            {/* The name holds what is seen, word for word, so that speech can choose it (WCAG 2.5.3). */}
            <button
              type="button"
              aria-label={t.panel.candidate(id, probability, id === code)}
              aria-current={id === code || undefined}
              onClick={() => whatIf.lay([cell], id)}
            >
              <Tile atlas={atlas} code={id} side={24} />
              <span className="candidate-code" aria-hidden="true">
                {id}
              </span>{' '}
              <span className="candidate-bar" aria-hidden="true">
                <span style={{ transform: `scaleX(${probability / longest})` }} />
                {isLooking && <i style={{ left: `${(100 * ownOf(id)) / longest}%` }} />}
              </span>
              <span className="candidate-share" aria-hidden="true">
                {t.percent(probability)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
