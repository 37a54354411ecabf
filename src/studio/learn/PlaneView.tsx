import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

import { Application } from '../controls/Application.tsx';
import { ARROW_STEPS } from '../controls/arrowKeys.ts';
import type { Atlas } from '../replay/atlas.ts';
import { nearestOfPixels, type Frame, type Place, type Plane } from './plane.ts';

interface PlaneViewProps {
  readonly label: string;
  readonly plane: Plane;
  readonly frame: Frame;
  readonly atlas: Atlas | null;
  /** What is dragged. */
  readonly place: Place;
  readonly onMove: (place: Place) => void;
  /** Marks, in units of the plane. */
  readonly children: ReactNode;
}

/** Pixels across the picture of the fields. */
const RESOLUTION = 560;
/** Presses of an arrow key that cross the plane. */
const STEPS_ACROSS = { small: 80, large: 20 };

/** The codes of a plane as fields of what is nearest to each, in the colours of their tiles, and a point to drag. */
export function PlaneView({ label, plane, frame, atlas, place, onMove, children }: PlaneViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) drawFields(canvas.current, plane, frame, atlas);
  }, [plane, frame, atlas]);
  const clamp = ({ x, y }: Place): Place => ({
    x: Math.min(frame.left + frame.width, Math.max(frame.left, x)),
    y: Math.min(frame.top + frame.height, Math.max(frame.top, y)),
  });
  const follow = (event: PointerEvent<HTMLElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    onMove(
      clamp({
        x: frame.left + ((event.clientX - bounds.left) / bounds.width) * frame.width,
        y: frame.top + ((event.clientY - bounds.top) / bounds.height) * frame.height,
      }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ARROW_STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = frame.width / (event.shiftKey ? STEPS_ACROSS.large : STEPS_ACROSS.small);
    onMove(clamp({ x: place.x + step[0] * size, y: place.y + step[1] * size }));
  };
  return (
    <Application
      label={label}
      className="comparison plane"
      style={{ aspectRatio: frame.width / frame.height }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && follow(event)}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <svg viewBox={`${frame.left} ${frame.top} ${frame.width} ${frame.height}`} aria-hidden="true">
        {children}
      </svg>
    </Application>
  );
}

function drawFields(canvas: HTMLCanvasElement, plane: Plane, frame: Frame, atlas: Atlas | null): void {
  const width = RESOLUTION;
  const height = Math.round((RESOLUTION * frame.height) / frame.width);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const colours = atlas && meanColours(atlas);
  if (!context || !colours) return;
  const nearest = nearestOfPixels(plane, frame, width, height);
  const picture = context.createImageData(width, height);
  nearest.forEach((code, pixel) => {
    const right = pixel % width < width - 1 ? nearest[pixel + 1] : code;
    const below = pixel + width < nearest.length ? nearest[pixel + width] : code;
    // Borders of the fields are a little darker.
    const shade = right !== code || below !== code ? 0.72 : 1;
    for (let i = 0; i < 3; i++) picture.data[pixel * 4 + i] = colours[code * 4 + i] * shade;
    picture.data[pixel * 4 + 3] = 255;
  });
  context.putImageData(picture, 0, 0);
}

/** RGBA of each tile's mean: the whole atlas drawn with one pixel a tile. */
function meanColours(atlas: Atlas): Uint8ClampedArray | null {
  const canvas = document.createElement('canvas');
  const rows = Math.ceil(atlas.count / atlas.columns);
  canvas.width = atlas.columns;
  canvas.height = rows;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  const { image, columns, size } = atlas;
  context.drawImage(image, 0, 0, columns * size, rows * size, 0, 0, columns, rows);
  return context.getImageData(0, 0, columns, rows).data;
}
