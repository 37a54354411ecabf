import { useMemo, useState } from 'react';

import { linkToEntry } from '../codebook/address.ts';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { Tile } from '../inspect/Tile.tsx';
import { text } from '../messages/text.ts';
import { distanceTo, frameOf, lying, nearestTo, type Place } from './plane.ts';
import { PlaneView } from './PlaneView.tsx';
import type { OpenWalk } from './useWalk.ts';

const NEAREST = 6;

/** The codebook flattened to two dimensions; a vector is dragged over it and takes the nearest code. */
export function QuantizeFigure({ open }: { readonly open: OpenWalk }) {
  const t = text().learn.quantize;
  const plane = useMemo(() => lying(open.walk.plane), [open]);
  const atlas = useAtlasOf(open.run);
  const frame = useMemo(() => frameOf(plane), [plane]);
  const [place, setPlace] = useState<Place>(() => ({
    x: frame.left + 0.43 * frame.width,
    y: frame.top + 0.4 * frame.height,
  }));
  const nearest = useMemo(() => nearestTo(plane, place, NEAREST), [plane, place]);
  const [code] = nearest;
  const unit = frame.width / 100;
  return (
    <figure className="learn-figure">
      <PlaneView label={t.figure} plane={plane} frame={frame} atlas={atlas} place={place} onMove={setPlace}>
        <line className="plane-line" x1={place.x} y1={place.y} x2={plane.x[code]} y2={plane.y[code]} />
        <circle className="plane-code" cx={plane.x[code]} cy={plane.y[code]} r={unit * 0.9} />
        <circle className="plane-vector" cx={place.x} cy={place.y} r={unit * 1.3} />
      </PlaneView>
      <ol className="plane-nearest" aria-label={t.nearest}>
        {nearest.map((one) => (
          <li key={one} data-chosen={one === code || undefined}>
            <a href={linkToEntry(open.walk.model.id, one)} aria-label={t.code(one)}>
              <Tile atlas={atlas} code={one} side={34} />
            </a>
            <small>{t.distance(distanceTo(plane, one, place))}</small>
          </li>
        ))}
      </ol>
      <figcaption aria-live="polite">{t.said(code, distanceTo(plane, code, place))}</figcaption>
    </figure>
  );
}
