import './learn.css';
import { useState, type ReactNode } from 'react';

import { text } from '../messages/text.ts';
import { linkTo } from '../shell/routes.ts';
import { AttentionFigure } from './AttentionFigure.tsx';
import { BalanceFigure } from './BalanceFigure.tsx';
import { ConditionFigure } from './ConditionFigure.tsx';
import { DrawFigure } from './DrawFigure.tsx';
import type { EquationNumber } from './equations.ts';
import { LearnSection } from './LearnSection.tsx';
import { OrderFigure } from './OrderFigure.tsx';
import { PullFigure } from './PullFigure.tsx';
import { QuantizeFigure } from './QuantizeFigure.tsx';
import { SeedFigure } from './SeedFigure.tsx';
import { SurpriseFigure } from './SurpriseFigure.tsx';
import { TilesFigure } from './TilesFigure.tsx';
import { useWalk, type OpenWalk } from './useWalk.ts';
import { WindowFigure } from './WindowFigure.tsx';

const SECTIONS = [
  'tiles',
  'quantize',
  'pull',
  'balance',
  'order',
  'attention',
  'draw',
  'surprise',
  'condition',
  'window',
  'seed',
] as const;
type SectionId = (typeof SECTIONS)[number];

const EQUATIONS_OF: Partial<Record<SectionId, readonly EquationNumber[]>> = {
  tiles: [3],
  quantize: [2],
  pull: [4],
  balance: [5, 6, 7],
  order: [8],
  attention: [1],
  surprise: [9],
  condition: [10],
};

/** The method as a walk through the paper, every step to be tried; without weights it shows what was recorded. */
export function LearnPage() {
  const t = text().learn;
  const open = useWalk();
  const [picked, setPicked] = useState<number | null>(null);
  const figures = figuresOf(open, picked, setPicked);
  return (
    <div className="learn-page">
      <Contents />
      <article className="learn">
        <header>
          <h1>{t.title}</h1>
          <p className="learn-lead">{t.lead}</p>
        </header>
        {SECTIONS.map((id, place) => (
          <LearnSection
            key={id}
            id={`learn-${id}`}
            title={t.numbered(place + 1, t[id].title)}
            paragraphs={t[id].text}
            equations={EQUATIONS_OF[id]}
          >
            {figures[id]}
          </LearnSection>
        ))}
        <section>
          <h2>{t.end.title}</h2>
          <p>{t.end.text}</p>
          <p>
            <a className="button primary" href={linkTo('studio')}>
              {t.end.start}
            </a>
          </p>
        </section>
      </article>
    </div>
  );
}

function figuresOf(
  open: OpenWalk | null | undefined,
  picked: number | null,
  onPick: (cell: number) => void,
): Record<SectionId, ReactNode> {
  const waiting =
    open === null ? (
      <p className="figure-missing">{text().learn.tiles.none}</p>
    ) : (
      <div className="figure-wait learn-figure" />
    );
  // The step that is recorded in the middle of the picture is the one to begin with.
  const start = open ? open.walk.steps[3].row * open.record.grid.width + open.walk.steps[3].column : 0;
  const pick = open && { open, cell: picked ?? start, onPick };
  return {
    tiles: <TilesFigure />,
    quantize: open ? <QuantizeFigure open={open} /> : waiting,
    pull: open ? <PullFigure open={open} /> : waiting,
    balance: <BalanceFigure />,
    order: <OrderFigure />,
    attention: pick ? <AttentionFigure {...pick} /> : waiting,
    draw: pick ? <DrawFigure {...pick} /> : waiting,
    surprise: pick ? <SurpriseFigure {...pick} /> : waiting,
    condition: pick ? <ConditionFigure {...pick} /> : waiting,
    window: <WindowFigure />,
    seed: <SeedFigure />,
  };
}

/** The way to each step. The hash is the route, so a press scrolls instead of following a link. */
function Contents() {
  const t = text().learn;
  const go = (id: SectionId) => {
    const section = document.getElementById(`learn-${id}`);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    section?.scrollIntoView({ behavior: still ? 'auto' : 'smooth' });
    section?.focus({ preventScroll: true });
  };
  return (
    <nav className="learn-contents" aria-label={t.contents}>
      <ol>
        {SECTIONS.map((id, place) => (
          <li key={id}>
            <button type="button" onClick={() => go(id)}>
              <span>{t.numbered(place + 1, t[id].title)}</span>
              {EQUATIONS_OF[id] && <small>{t.equationsOf(EQUATIONS_OF[id])}</small>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
