import { useMemo } from 'react';

import { viewDraw, viewToken } from '../../core/distribution.ts';
import { linkToEntry } from '../codebook/address.ts';
import { Icon } from '../controls/Icon.tsx';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { codesOf } from '../session/sessionStore.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { SwapControls } from '../whatif/SwapControls.tsx';
import { AttentionControls } from './AttentionControls.tsx';
import { Candidates } from './Candidates.tsx';
import { NumberAxis } from './NumberAxis.tsx';
import { LookTemperature } from './LookTemperature.tsx';
import { Tile } from './Tile.tsx';
import { TokenFacts } from './TokenFacts.tsx';
import { drawOf } from './tokenAt.ts';
import { useObstacle } from './useOverlay.ts';

/** Rows of the list of candidates. */
const CANDIDATES = 12;

/** The pinned token: what it is, the distribution it was drawn from, and what could be there instead. */
export function TokenPanel() {
  const pinned = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state.pinned,
  );
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  if (pinned === null || !shown) return null;
  return <PinnedToken cell={pinned} />;
}

function PinnedToken({ cell }: { readonly cell: number }) {
  const { inspector, player } = useStudio();
  const { shown, position } = useFrom(
    ({ runs }) => runs,
    (state) => state,
  );
  const loaded = useFrom(
    ({ sessionStore }) => sessionStore,
    (state) => state.loaded,
  );
  const atlas = useAtlasOf(shown);
  const t = text().inspect;
  if (!shown) return null;
  const { trace } = shown;
  const modelId = shown.record?.model.id;
  const draw = drawOf(trace, cell, position);
  const code = draw < 0 ? null : trace.tokens[draw];
  const later = code === null ? drawOf(trace, cell, trace.count) : -1;
  return (
    <aside className="token-panel" aria-label={t.panel.region}>
      <div className="token-head">
        {code !== null && <Tile atlas={atlas} code={code} side={52} />}
        <div>
          <h2>
            {code === null && t.empty}
            {code !== null && !modelId && t.code(code)}
            {code !== null && modelId && (
              <a href={linkToEntry(modelId, code)} title={t.panel.openEntry}>
                {t.code(code)}
              </a>
            )}
          </h2>
          <p>
            {t.place(Math.floor(cell / trace.width), cell % trace.width)}
            {draw >= 0 && ` · ${t.panel.drawn} ${t.panel.drawOf(draw + 1, trace.count)}`}
          </p>
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={t.panel.close}
          title={t.panel.close}
          onClick={() => inspector.unpin()}
        >
          <Icon name="close" />
        </button>
      </div>
      {later >= 0 && (
        <div className="token-later">
          <p className="token-note">{t.panel.later(later + 1, trace.count)}</p>
          <button type="button" className="button" onClick={() => player.seek(later + 1)}>
            {t.panel.goThere}
          </button>
        </div>
      )}
      {code !== null && <Draw cell={cell} code={code} codes={codesOf(loaded)} />}
    </aside>
  );
}

interface DrawProps {
  readonly cell: number;
  readonly code: number;
  readonly codes: number;
}

function Draw({ cell, code, codes }: DrawProps) {
  const t = text().inspect;
  const obstacle = useObstacle();
  const { token, temperature, problem } = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state,
  );
  const record = useFrom(
    ({ runs }) => runs,
    (state) => state.shown?.record ?? null,
  );
  const answer = token && token.record === record && token.cell === cell ? token : null;
  const own = useMemo(
    () =>
      answer && {
        draw: viewDraw(answer.logits, answer.record.settings, codes, CANDIDATES),
        token: viewToken(answer.logits, answer.record.settings, codes, code),
      },
    [answer, codes, code],
  );
  const looked = useMemo(() => {
    if (!answer || temperature === null) return own;
    const settings = { ...answer.record.settings, temperature };
    return {
      draw: viewDraw(answer.logits, settings, codes, CANDIDATES),
      token: viewToken(answer.logits, settings, codes, code),
    };
  }, [answer, own, temperature, codes, code]);

  if (obstacle) return <p className="token-note">{t.obstacles[obstacle]}</p>;
  if (!answer || !own || !looked) {
    return (
      <p className="token-note" role="status">
        {problem ?? t.computing}
      </p>
    );
  }
  const { settings } = answer.record;
  return (
    <>
      <TokenFacts answer={answer} view={looked} codes={codes} code={code} />
      <NumberAxis
        answer={answer}
        settings={temperature === null ? settings : { ...settings, temperature }}
        codes={codes}
        code={code}
      />
      <LookTemperature own={settings.temperature} />
      <Candidates
        cell={cell}
        code={code}
        draw={looked.draw}
        probability={looked.token.probability}
        isLooking={temperature !== null}
        answer={answer}
        codes={codes}
      />
      <SwapControls cell={cell} codes={codes} />
      <AttentionControls />
    </>
  );
}
