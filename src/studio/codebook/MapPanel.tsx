import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';

import type { TileColours } from '../../core/codebook/colours.ts';
import { insidePolygon } from '../../core/codebook/lasso.ts';
import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { drawMap } from './drawMap.ts';
import { fitView, moveOnMap, placePoints, pointAt, tileSide, zoomAt, type MapView } from './mapGeometry.ts';
import { MapToolbar, type MapMethod, type MapTool } from './MapToolbar.tsx';

interface MapPanelProps {
  readonly atlas: Atlas;
  readonly colours: TileColours | null;
  readonly selected: number;
  readonly onSelect: (code: number) => void;
}

const ZOOM_STEP = 1.5;
/** Of the logarithm of the scale: a turn of three lines, or of a hundred pixels, zooms by about a sixth. */
const ZOOM_PER_LINE = 0.05;
const ZOOM_PER_PIXEL = 0.0016;
/** Pixels of movement that make a press a drag. */
const SLACK = 4;

/** The codebook as a map: drag to move or to gather codes, wheel or buttons to zoom, arrow keys to walk. */
export function MapPanel({ atlas, colours, selected, onSelect }: MapPanelProps) {
  const t = text().codebook.map;
  const { codebook: desk } = useStudio();
  const { components, neighbours, chosen, codebook } = useFrom(
    (studio) => studio.codebook.store,
    (state) => state,
  );
  const [method, setMethod] = useState<MapMethod>('components');
  const [tool, setTool] = useState<MapTool>('move');
  const [frame, setFrame] = useState({ width: 0, height: 0 });
  const [kept, setKept] = useState<{ readonly points: Float32Array | null; readonly view: MapView } | null>(
    null,
  );
  const [loop, setLoop] = useState<readonly number[]>([]);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const press = useRef<{ x: number; y: number; view: MapView; dragged: boolean } | null>(null);
  const points = method === 'components' ? (components?.points ?? null) : neighbours;

  useEffect(() => {
    if (codebook && !points) void desk.compute(method);
  }, [codebook, points, method, desk]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setFrame({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const whole = useMemo(() => fitView(points ?? new Float32Array(0), frame), [points, frame]);
  // A view belongs to the points it was chosen for: another map starts whole.
  const moved = kept?.points === points ? kept.view : null;
  const view = moved ?? whole;
  const setMoved = useCallback(
    (next: MapView | null | ((before: MapView | null) => MapView)) =>
      setKept((before) => {
        const current = before?.points === points ? before.view : null;
        const chosen = typeof next === 'function' ? next(current) : next;
        return chosen && { points, view: chosen };
      }),
    [points],
  );
  const places = useMemo(() => placePoints(points ?? new Float32Array(0), view), [points, view]);
  const side = tileSide(view, whole, places.length / 2, frame);
  const fills = useMemo(() => fillsOf(colours), [colours]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || frame.width === 0) return;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
    if (canvas.current.width !== width) canvas.current.width = width;
    if (canvas.current.height !== height) canvas.current.height = height;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(canvas.current);
    const ink = { gold: style.getPropertyValue('--gold'), line: style.getPropertyValue('--surface') };
    const request = requestAnimationFrame(() =>
      drawMap(context, { frame, places, side, atlas, colours: fills, chosen, selected, loop, ink }),
    );
    return () => cancelAnimationFrame(request);
  }, [frame, places, side, atlas, fills, chosen, selected, loop]);

  // React listens to wheels passively, and a map must keep the page from scrolling.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const factor = Math.exp(
        -event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ZOOM_PER_LINE : ZOOM_PER_PIXEL),
      );
      setMoved((before) => zoomAt(before ?? whole, factor, event.offsetX, event.offsetY, whole));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [whole, setMoved]);

  const at = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { ...at(event), view, dragged: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const { current } = press;
    if (!current) return;
    const { x, y } = at(event);
    if (Math.hypot(x - current.x, y - current.y) > SLACK) current.dragged = true;
    if (!current.dragged) return;
    if (tool === 'lasso') setLoop((before) => [...(before.length ? before : [current.x, current.y]), x, y]);
    else setMoved({ ...current.view, x: current.view.x + x - current.x, y: current.view.y + y - current.y });
  };
  const onPointerUp = (event: PointerEvent) => {
    const { current } = press;
    press.current = null;
    if (!current) return;
    if (current.dragged && tool === 'lasso') gather();
    if (current.dragged) return;
    const { x, y } = at(event);
    const code = pointAt(places, x, y, Math.max(14, side));
    if (code >= 0) onSelect(code);
  };
  const gather = () => {
    const inside = new Set<number>();
    for (let code = 0; code < places.length / 2; code++) {
      if (insidePolygon(loop, places[2 * code], places[2 * code + 1])) inside.add(code);
    }
    setLoop([]);
    desk.store.setState({ chosen: inside });
  };
  const zoom = (factor: number) => setMoved(zoomAt(view, factor, frame.width / 2, frame.height / 2, whole));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !points) return;
    const next = moveOnMap(event.key, places, selected);
    if (next !== null) {
      onSelect(next);
      setMoved(keptInView(view, places, next, frame));
    } else if (event.key === ' ') toggle(selected);
    else if (event.key === '+' || event.key === '=') zoom(ZOOM_STEP);
    else if (event.key === '-') zoom(1 / ZOOM_STEP);
    else if (event.key === '0') setMoved(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toggle = (code: number) =>
    desk.store.setState((state) => {
      const next = new Set(state.chosen);
      if (!next.delete(code)) next.add(code);
      return { chosen: next };
    });

  return (
    <div className="codebook-map">
      <MapToolbar
        method={method}
        onMethod={setMethod}
        tool={tool}
        onTool={setTool}
        onZoom={(direction) =>
          direction === 0 ? setMoved(null) : zoom(direction > 0 ? ZOOM_STEP : 1 / ZOOM_STEP)
        }
      />
      <div ref={box} className="map-frame">
        <canvas
          ref={canvas}
          // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- it takes the keys itself
          role="application"
          aria-label={t.figure}
          aria-describedby="map-keys"
          tabIndex={0}
          data-tool={tool}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => {
            press.current = null;
            setLoop([]);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p id="map-keys" className="map-keys">
        {t.keys}
      </p>
      <p className="visually-hidden" role="status">
        {t.at(selected, chosen.has(selected))}
      </p>
    </div>
  );
}

function fillsOf(colours: TileColours | null): readonly string[] {
  if (!colours) return [];
  return Array.from(colours.lightness, (lightness, code) => {
    const degrees = (colours.hue[code] * 180) / Math.PI;
    return `oklch(${lightness} ${colours.chroma[code]} ${degrees})`;
  });
}

/** The view moved as little as brings a point off the edge. */
function keptInView(
  view: MapView,
  places: Float32Array,
  code: number,
  frame: { readonly width: number; readonly height: number },
): MapView {
  const margin = 48;
  const x = places[2 * code];
  const y = places[2 * code + 1];
  const inside = (at: number, length: number) =>
    Math.min(Math.max(at, margin), Math.max(margin, length - margin));
  return { ...view, x: view.x + inside(x, frame.width) - x, y: view.y + inside(y, frame.height) - y };
}
