import { describe, expect, it } from 'vitest';

import {
  fitView,
  moveOnMap,
  placePoints,
  pointAt,
  tileSide,
  zoomAt,
} from '../../../src/studio/codebook/mapGeometry.ts';

const frame = { width: 400, height: 300 };
const points = Float32Array.of(-1, -1, 3, -1, 3, 1, -1, 1, 1, 0);

describe('the map', () => {
  it('fits all points into its frame, with what is high above', () => {
    const places = placePoints(points, fitView(points, frame));
    for (let i = 0; i < places.length; i += 2) {
      expect(places[i]).toBeGreaterThanOrEqual(36);
      expect(places[i]).toBeLessThanOrEqual(frame.width - 36);
      expect(places[i + 1]).toBeGreaterThan(0);
      expect(places[i + 1]).toBeLessThan(frame.height);
    }
    expect(places[1]).toBeGreaterThan(places[7]);
    expect([places[8], places[9]]).toEqual([200, 150]);
  });

  it('has a view of no points and of a single one', () => {
    expect(fitView(new Float32Array(0), frame)).toEqual({ scale: 1, x: 200, y: 150 });
    expect([...placePoints(Float32Array.of(5, 5), fitView(Float32Array.of(5, 5), frame))]).toEqual([
      200, 150,
    ]);
  });

  it('keeps the place under the pointer while it zooms, within limits', () => {
    const whole = fitView(points, frame);
    const near = zoomAt(whole, 2, 120, 80, whole);
    expect(near.scale).toBeCloseTo(2 * whole.scale, 6);
    const before = [(120 - whole.x) / whole.scale, (whole.y - 80) / whole.scale];
    expect((120 - near.x) / near.scale).toBeCloseTo(before[0], 6);
    expect((near.y - 80) / near.scale).toBeCloseTo(before[1], 6);
    expect(zoomAt(whole, 1e9, 0, 0, whole).scale).toBeCloseTo(60 * whole.scale, 6);
    expect(zoomAt(whole, 1e-9, 0, 0, whole).scale).toBeCloseTo(0.5 * whole.scale, 6);
    expect(tileSide(near, whole, 5, frame)).toBeGreaterThanOrEqual(tileSide(whole, whole, 5, frame));
  });

  it('finds the point nearest to the pointer, and none far from all', () => {
    const places = Float32Array.of(10, 10, 14, 10, 90, 90);
    expect(pointAt(places, 13, 10, 8)).toBe(1);
    expect(pointAt(places, 60, 60, 8)).toBe(-1);
  });

  it('walks to the next point in the direction of the key', () => {
    // The frame's y points down. From the middle: right, far right, up and a bit aside, left down.
    const places = Float32Array.of(50, 50, 70, 52, 99, 50, 55, 20, 20, 60);
    expect(moveOnMap('ArrowRight', places, 0)).toBe(1);
    expect(moveOnMap('ArrowUp', places, 0)).toBe(3);
    expect(moveOnMap('ArrowLeft', places, 0)).toBe(4);
    expect(moveOnMap('ArrowDown', places, 0)).toBe(0);
    expect(moveOnMap('Enter', places, 0)).toBeNull();
  });
});
