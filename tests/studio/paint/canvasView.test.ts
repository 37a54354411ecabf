import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  clampView,
  FITTED,
  mostZoom,
  nextZoom,
  panBy,
  showing,
  type View,
  viewedFit,
  viewTransform,
  zoomAbout,
} from '../../../src/studio/paint/canvasView.ts';
import { toPicture } from '../../../src/studio/paint/fit.ts';
import { pinchOf } from '../../../src/studio/paint/pinch.ts';

const MOST = 40;
const STAGE = { left: 37, top: 91, width: 520, height: 338 };
const PICTURE = { width: 1280, height: 832 };

const share = fc.double({ min: 0, max: 1, noNaN: true });
const view = fc
  .record({ zoom: fc.double({ min: 1, max: MOST, noNaN: true }), x: share, y: share })
  .map((any) => clampView(any, MOST));

/** Where a place of the picture is on the page. */
function onPage(one: View, x: number, y: number): { clientX: number; clientY: number } {
  const fit = viewedFit(STAGE, PICTURE, one);
  return { clientX: fit.left + x * fit.scale, clientY: fit.top + y * fit.scale };
}

describe('zoomAbout', () => {
  it('keeps what lies under the pointer there, as far as the edges allow', () => {
    fc.assert(
      fc.property(view, share, share, fc.double({ min: 1, max: 6, noNaN: true }), (before, x, y, factor) => {
        const pointer = { clientX: STAGE.left + x * STAGE.width, clientY: STAGE.top + y * STAGE.height };
        const under = toPicture(viewedFit(STAGE, PICTURE, before), pointer);
        // Going nearer never meets an edge.
        const after = zoomAbout(before, factor, { x, y }, MOST);
        const still = toPicture(viewedFit(STAGE, PICTURE, after), pointer);
        expect(still.x).toBeCloseTo(under.x, 6);
        expect(still.y).toBeCloseTo(under.y, 6);
      }),
    );
  });

  it('ends at the whole picture and at the largest zoom', () => {
    expect(zoomAbout(FITTED, 0.3, { x: 0.1, y: 0.9 }, MOST)).toEqual(FITTED);
    expect(zoomAbout(FITTED, 1e6, { x: 0.1, y: 0.9 }, MOST).zoom).toBe(MOST);
  });
});

describe('a view', () => {
  it('never leaves a part of the stage empty', () => {
    const move = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(view, move, move, (before, right, down) => {
        const fit = viewedFit(STAGE, PICTURE, panBy(before, right, down, MOST));
        const slack = 1e-6;
        expect(fit.left).toBeLessThanOrEqual(STAGE.left + slack);
        expect(fit.top).toBeLessThanOrEqual(STAGE.top + slack);
        expect(fit.left + PICTURE.width * fit.scale).toBeGreaterThanOrEqual(STAGE.left + STAGE.width - slack);
        expect(fit.top + PICTURE.height * fit.scale).toBeGreaterThanOrEqual(STAGE.top + STAGE.height - slack);
      }),
    );
  });

  it('moves the picture by what the pointer moved', () => {
    const before: View = { zoom: 4, x: 0.5, y: 0.5 };
    const after = panBy(before, 0.1, -0.2, MOST);
    const [from, to] = [onPage(before, 600, 400), onPage(after, 600, 400)];
    expect(to.clientX - from.clientX).toBeCloseTo(0.1 * STAGE.width, 6);
    expect(to.clientY - from.clientY).toBeCloseTo(-0.2 * STAGE.height, 6);
  });

  it('is the same to the painter as to the style of the canvas', () => {
    fc.assert(
      fc.property(view, share, share, (one, x, y) => {
        const style = viewTransform(one);
        const numbers = /translate\((.+)%, (.+)%\) scale\((.+)\)/.exec(style);
        const [right, down, zoom] = numbers ? numbers.slice(1).map(Number) : [0, 0, 1];
        // What CSS does with a canvas that fills the stage, about its corner.
        const whole = onPage(FITTED, x * PICTURE.width, y * PICTURE.height);
        const styled = {
          clientX: STAGE.left + (right / 100) * STAGE.width + (whole.clientX - STAGE.left) * zoom,
          clientY: STAGE.top + (down / 100) * STAGE.height + (whole.clientY - STAGE.top) * zoom,
        };
        const known = onPage(one, x * PICTURE.width, y * PICTURE.height);
        expect(Math.abs(styled.clientX - known.clientX)).toBeLessThan(0.01);
        expect(Math.abs(styled.clientY - known.clientY)).toBeLessThan(0.01);
      }),
    );
  });

  it('shows a place that was out of sight, and does not move for one in sight', () => {
    const zoomed: View = { zoom: 8, x: 0.2, y: 0.2 };
    expect(showing(zoomed, { x: 0.21, y: 0.19 }, MOST)).toEqual(zoomed);
    const moved = showing(zoomed, { x: 0.9, y: 0.2 }, MOST);
    const { clientX } = onPage(moved, 0.9 * PICTURE.width, 0.2 * PICTURE.height);
    expect(clientX).toBeLessThan(STAGE.left + STAGE.width);
  });
});

describe('the stops of the buttons', () => {
  it('go up to the largest zoom and back to the whole picture', () => {
    const up = [1];
    while (up[up.length - 1] < MOST) up.push(nextZoom(up[up.length - 1], 1, MOST));
    expect(up).toEqual([1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, MOST]);
    let zoom = 5;
    for (let i = 0; i < 12; i++) zoom = nextZoom(zoom, -1, MOST);
    expect(zoom).toBe(1);
  });

  it('reach pixels that can be aimed at, and always some way', () => {
    expect(mostZoom(0.4) * 0.4).toBe(32);
    expect(mostZoom(30)).toBe(8);
  });
});

describe('pinchOf', () => {
  const finger = (clientX: number, clientY: number) => ({ clientX, clientY });

  it('tells how far the fingers went apart and where their middle went', () => {
    const pinch = pinchOf([finger(100, 100), finger(200, 100)], [finger(90, 130), finger(250, 130)]);
    expect(pinch).toEqual({ factor: 1.6, right: 20, down: 30, about: finger(170, 130) });
  });

  it('does not run away from fingers that meet', () => {
    const { factor } = pinchOf([finger(100, 100), finger(100, 100)], [finger(95, 100), finger(105, 100)]);
    expect(factor).toBe(1);
  });
});
