import { useEffect, useRef, useState } from 'react';

import type { TokenGrid } from '../../core/grid.ts';
import type { Pixels } from '../../runtime/pixels.ts';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';

interface ContextTilesProps {
  /** Neighbourhoods of nine codes. */
  readonly contexts: readonly (readonly number[])[];
}

/** Walking through codes must not decode each of them. */
const PAUSE_MS = 220;

/** A code in surroundings that it has often: three by three cells, decoded here and now. */
export function ContextTiles({ contexts }: ContextTilesProps) {
  const t = text().codebook.card;
  const { session } = useStudio();
  const [decoded, setDecoded] = useState<{ readonly contexts: unknown; readonly pixels: Pixels } | null>(
    null,
  );
  // What was decoded for another code is not shown for this one.
  const pixels = decoded?.contexts === contexts ? decoded.pixels : null;
  useEffect(() => {
    const { client } = session;
    if (!client || contexts.length === 0) return;
    let cancel = (): void => undefined;
    let stale = false;
    const wait = setTimeout(() => {
      const task = client.decode(sideBySide(contexts));
      cancel = () => task.cancel();
      // What cannot be decoded leaves the places empty; the model's own errors are told where it is opened.
      task.result.then((result) => !stale && setDecoded({ contexts, pixels: result })).catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(wait);
      cancel();
    };
  }, [contexts, session]);
  if (contexts.length === 0) return null;
  return (
    <section>
      <h3 title={t.contextsHelp}>{t.contexts}</h3>
      <ul className="context-tiles">
        {contexts.map((_, place) => (
          <li key={place} aria-label={t.context(place + 1)}>
            <ContextCanvas pixels={pixels} place={place} of={contexts.length} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All neighbourhoods in one picture, with a column of the outer codes again between two: neighbours of neighbours. */
function sideBySide(contexts: ContextTilesProps['contexts']): TokenGrid {
  const side = 5;
  const width = contexts.length * side;
  const tokens = Int32Array.from({ length: side * width }, (_, cell) => {
    const nine = contexts[Math.floor((cell % width) / side)];
    const row = Math.min(2, Math.max(0, Math.floor(cell / width) - 1));
    const column = Math.min(2, Math.max(0, (cell % side) - 1));
    return nine[row * 3 + column];
  });
  return { height: side, width, tokens };
}

interface ContextCanvasProps {
  readonly pixels: Pixels | null;
  readonly place: number;
  readonly of: number;
}

function ContextCanvas({ pixels, place, of }: ContextCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !pixels) return;
    const block = pixels.width / of;
    const cell = block / 5;
    canvas.current.width = 3 * cell;
    canvas.current.height = 3 * cell;
    const picture = new ImageData(pixels.rgba, pixels.width, pixels.height);
    context.putImageData(
      picture,
      -place * block - cell,
      -cell,
      place * block + cell,
      cell,
      3 * cell,
      3 * cell,
    );
  }, [pixels, place, of]);
  return (
    <span className="context-tile" data-ready={pixels !== null || undefined}>
      <canvas ref={canvas} aria-hidden="true" />
    </span>
  );
}
