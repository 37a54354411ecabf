import type { DepthRaster } from './depthRaster.ts';
import { NEAREST } from './depthRaster.ts';

/** From where the relief is looked at, in radians: around the upright axis, and from above. */
export interface ReliefView {
  readonly yaw: number;
  readonly pitch: number;
}

export const RELIEF_START: ReliefView = { yaw: 0.5, pitch: 0.45 };
const MOST_YAW = 1.35;
const MOST_PITCH = 1.35;

/** Quads along the longer side: enough for every painted form, few enough to turn smoothly without a graphics card. */
const CELLS = 72;
/** How far the nearest stands out, as a share of half the longer side. */
const HEIGHT = 0.9;
/** Distance of the eye, in halves of the longer side. */
const EYE = 4.2;
/** Where the light comes from, of length 1: above, from the left, in front. */
const LIGHT = [-0.46, 0.57, 0.68] as const;

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly depth: number;
}

/** A piece of the surface on the canvas: four corners, and its gray. */
export interface Quad {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly far: number;
  readonly gray: number;
}

/** A view within what shows the front of the relief. */
export function turned({ yaw, pitch }: ReliefView, by: ReliefView): ReliefView {
  const within = (value: number, most: number): number => Math.min(most, Math.max(-most, value));
  return { yaw: within(yaw + by.yaw, MOST_YAW), pitch: within(pitch + by.pitch, MOST_PITCH) };
}

/**
 * The depth map as a surface in space, seen in perspective; farthest pieces first, so that nearer ones are drawn over them.
 * @param size of the canvas in pixels
 */
export function reliefQuads(raster: DepthRaster, view: ReliefView, size: number): readonly Quad[] {
  const longer = Math.max(raster.width, raster.height);
  const across = Math.max(2, Math.round((CELLS * raster.width) / longer));
  const down = Math.max(2, Math.round((CELLS * raster.height) / longer));
  const corners: Corner[] = [];
  for (let row = 0; row <= down; row++) {
    for (let column = 0; column <= across; column++) {
      const y = Math.min(raster.height - 1, Math.round((row * (raster.height - 1)) / down));
      const x = Math.min(raster.width - 1, Math.round((column * (raster.width - 1)) / across));
      const depth = raster.values[y * raster.width + x] / NEAREST;
      const u = ((2 * column) / across - 1) * (raster.width / longer);
      const v = (1 - (2 * row) / down) * (raster.height / longer);
      corners.push({ x: u, y: v, z: (depth - 0.35) * HEIGHT, depth });
    }
  }
  const seen = corners.map((corner) => turn(corner, view));
  const quads: Quad[] = [];
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const i = row * (across + 1) + column;
      const four = [i, i + 1, i + across + 2, i + across + 1];
      const light = lit(corners[i], corners[i + 1], corners[i + across + 1]);
      const depth = four.reduce((sum, at) => sum + corners[at].depth, 0) / 4;
      quads.push({
        points: four.map((at) => project(seen[at], size)),
        far: four.reduce((sum, at) => sum + seen[at].z, 0),
        gray: Math.round(255 * (0.16 + 0.84 * depth) * light),
      });
    }
  }
  return quads.sort((a, b) => a.far - b.far);
}

/** Draws the surface onto a square canvas. */
export function drawRelief(context: CanvasRenderingContext2D, raster: DepthRaster, view: ReliefView): void {
  const size = context.canvas.width;
  context.clearRect(0, 0, size, size);
  context.lineWidth = 1;
  for (const { points, gray } of reliefQuads(raster, view, size)) {
    const colour = `rgb(${gray} ${gray} ${gray})`;
    context.fillStyle = colour;
    // The outline closes the hairlines that smoothing leaves between neighbours.
    context.strokeStyle = colour;
    context.beginPath();
    points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
    context.fill();
    context.stroke();
  }
}

/** First around the upright axis, then towards the eye. */
function turn({ x, y, z, depth }: Corner, { yaw, pitch }: ReliefView): Corner {
  const [cy, sy] = [Math.cos(yaw), Math.sin(yaw)];
  const [cp, sp] = [Math.cos(pitch), Math.sin(pitch)];
  const [ax, az] = [x * cy + z * sy, z * cy - x * sy];
  return { x: ax, y: y * cp - az * sp, z: az * cp + y * sp, depth };
}

function project({ x, y, z }: Corner, size: number): readonly [number, number] {
  const scale = (0.36 * size * EYE) / (EYE - z);
  return [size / 2 + x * scale, size / 2 - y * scale];
}

/** Light on the surface at a corner: between 0.45 in shadow and 1. */
function lit(at: Corner, right: Corner, below: Corner): number {
  const [ax, az] = [right.x - at.x, right.z - at.z];
  const [by, bz] = [below.y - at.y, below.z - at.z];
  // Cross product of the two edges, which lie along x and y in the plane of the map.
  const normal = [by * az, ax * bz, -ax * by];
  const length = Math.hypot(normal[0], normal[1], normal[2]) || 1;
  const dot = (normal[0] * LIGHT[0] + normal[1] * LIGHT[1] + normal[2] * LIGHT[2]) / length;
  return 0.45 + 0.55 * Math.max(0, dot);
}
