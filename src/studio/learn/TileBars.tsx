import { Tile } from '../inspect/Tile.tsx';
import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';

interface TileBarsProps {
  readonly label: string;
  readonly atlas: Atlas | null;
  readonly codes: readonly { readonly id: number; readonly share: number }[];
  /** The code that is drawn. */
  readonly chosen: number | null;
  /** Share that fills a bar. */
  readonly most: number;
}

/** Codes as tiles with standing bars of their probabilities. */
export function TileBars({ label, atlas, codes, chosen, most }: TileBarsProps) {
  const { bar } = text().learn.draw;
  const { percent } = text().inspect;
  return (
    <ol className="tile-bars" aria-label={label}>
      {codes.map(({ id, share }) => (
        <li key={id} data-chosen={id === chosen || undefined} title={bar(id, percent(share))}>
          <span className="visually-hidden">{bar(id, percent(share))}</span>
          <span className="tile-bar" aria-hidden="true">
            <span style={{ transform: `scaleY(${Math.min(1, share / most)})` }} />
          </span>
          <Tile atlas={atlas} code={id} side={26} />
        </li>
      ))}
    </ol>
  );
}
