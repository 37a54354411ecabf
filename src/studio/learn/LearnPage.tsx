import './learn.css';
import { text } from '../messages/text.ts';
import { linkTo } from '../shell/routes.ts';
import { DrawFigure } from './DrawFigure.tsx';
import { LearnSection } from './LearnSection.tsx';
import { OrderFigure } from './OrderFigure.tsx';
import { SeedFigure } from './SeedFigure.tsx';
import { TilesFigure } from './TilesFigure.tsx';
import { WindowFigure } from './WindowFigure.tsx';

export function LearnPage() {
  const t = text().learn;
  return (
    <article className="learn">
      <header>
        <h1>{t.title}</h1>
        <p className="learn-lead">{t.lead}</p>
      </header>
      <LearnSection title={t.tiles.title} paragraphs={t.tiles.text}>
        <TilesFigure />
      </LearnSection>
      <LearnSection title={t.order.title} paragraphs={t.order.text}>
        <OrderFigure />
      </LearnSection>
      <LearnSection title={t.window.title} paragraphs={t.window.text}>
        <WindowFigure />
      </LearnSection>
      <LearnSection title={t.draw.title} paragraphs={t.draw.text}>
        <DrawFigure />
      </LearnSection>
      <LearnSection title={t.seed.title} paragraphs={t.seed.text}>
        <SeedFigure />
      </LearnSection>
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
  );
}
