import type { UsageFile } from '../../checkpoint/usageFile.ts';
import { text } from '../messages/text.ts';

interface PlaceMapProps {
  readonly places: NonNullable<UsageFile['places']>;
  readonly code: number;
}

/** Where in a picture a code occurs, from never (the ground) to where it occurs most (gold). */
export function PlaceMap({ places, code }: PlaceMapProps) {
  const t = text().codebook.card;
  const { height, width, bytes } = places;
  const cells = bytes.subarray(code * height * width, (code + 1) * height * width);
  return (
    <section>
      <h3>{t.places}</h3>
      <svg
        className="place-map"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t.placesFigure(code)}
      >
        {Array.from(cells, (share, cell) =>
          share === 0 ? null : (
            <rect
              key={cell}
              x={cell % width}
              y={Math.floor(cell / width)}
              width={1}
              height={1}
              opacity={share / 255}
            />
          ),
        )}
      </svg>
    </section>
  );
}
