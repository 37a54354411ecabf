import { useMemo, useState } from 'react';

import { SliderField } from '../controls/SliderField.tsx';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { distanceTo, frameOf, lying, nearestTo, type Place, type Plane } from './plane.ts';
import { PlaneView } from './PlaneView.tsx';
import type { OpenWalk } from './useWalk.ts';

/** Share of the way that one step of training goes; a real one goes a thousandth of it. */
const RATE = 0.3;
/** How much of the plane is seen. */
const ZOOM = 0.22;
/** Height of what is seen, as a share of its width. */
const SHAPE = 0.5;
const WEIGHT = { least: 0, most: 1, step: 0.05 };

/** The two terms that pull code and encoder towards each other, a step at a time. */
export function PullFigure({ open }: { readonly open: OpenWalk }) {
  const t = text().learn.pull;
  const original = useMemo(() => lying(open.walk.plane), [open]);
  const atlas = useAtlasOf(open.run);
  const frame = useMemo(() => {
    const whole = frameOf(original);
    return {
      left: whole.left + 0.4 * whole.width,
      top: whole.top + 0.38 * whole.height,
      width: ZOOM * whole.width,
      height: SHAPE * ZOOM * whole.width,
    };
  }, [original]);
  const start: Place = { x: frame.left + 0.4 * frame.width, y: frame.top + 0.55 * frame.height };
  const [plane, setPlane] = useState<Plane>(original);
  const [place, setPlace] = useState(start);
  const [weight, setWeight] = useState(0.25);
  const [steps, setSteps] = useState(0);
  const [code] = nearestTo(plane, place, 1);
  const distance = distanceTo(plane, code, place);
  const unit = frame.width / 100;
  const step = () => {
    const [dx, dy] = [place.x - plane.x[code], place.y - plane.y[code]];
    setPlane({
      x: plane.x.with(code, plane.x[code] + RATE * dx),
      y: plane.y.with(code, plane.y[code] + RATE * dy),
    });
    setPlace({ x: place.x - RATE * weight * dx, y: place.y - RATE * weight * dy });
    setSteps(steps + 1);
  };
  return (
    <figure className="learn-figure">
      <PlaneView label={t.figure} plane={plane} frame={frame} atlas={atlas} place={place} onMove={setPlace}>
        <line className="plane-line" x1={place.x} y1={place.y} x2={plane.x[code]} y2={plane.y[code]} />
        <circle className="plane-code" cx={plane.x[code]} cy={plane.y[code]} r={unit * 1.2} />
        <circle className="plane-vector" cx={place.x} cy={place.y} r={unit * 1.5} />
      </PlaneView>
      <div className="figure-controls">
        <button type="button" className="button" onClick={step}>
          {t.step}
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={steps === 0}
          onClick={() => {
            setPlane(original);
            setPlace(start);
            setSteps(0);
          }}
        >
          {t.again}
        </button>
      </div>
      <div className="figure-sliders">
        <SliderField label={t.weight} value={weight} range={WEIGHT} onChange={setWeight} />
      </div>
      <figcaption aria-live="polite">{t.said(steps, code, distance ** 2)}</figcaption>
    </figure>
  );
}
