import type { DrawnToken, DrawView } from '../../core/distribution.ts';
import { text } from '../messages/text.ts';
import type { TokenAnswer } from './inspectStore.ts';

interface TokenFactsProps {
  readonly answer: TokenAnswer;
  readonly view: { readonly draw: DrawView; readonly token: DrawnToken };
  readonly codes: number;
  readonly code: number;
}

/** The numbers of one draw. */
export function TokenFacts({ answer, view, codes, code }: TokenFactsProps) {
  const t = text().inspect;
  const { facts } = t.panel;
  const { draw, token } = view;
  const { greedy } = answer.record.settings;
  const rows: readonly (readonly [string, string, string?])[] = [
    [facts.probability, t.percent(token.probability), t.panel.ranked(token.rank, codes)],
    [facts.surprise, t.nats(token.surprise)],
    [facts.entropy, t.nats(draw.entropy), t.panel.entropyOf(draw.entropy)],
    [facts.topK, t.panel.cut(draw.topK.count, draw.topK.mass)],
    [facts.topP, t.panel.cut(draw.topP.count, draw.topP.mass)],
    [
      facts.number,
      greedy
        ? t.panel.greedy
        : token.probability > 0
          ? t.panel.chosenBy(answer.u, token.from, token.to)
          : t.panel.number(answer.u),
    ],
  ];
  return (
    <>
      <dl className="token-facts">
        {rows.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {more && <span>{more}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {answer.drawn !== code && <p className="token-note">{t.panel.notDrawn(answer.drawn)}</p>}
    </>
  );
}
