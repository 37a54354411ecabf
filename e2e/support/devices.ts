import type { Locator, Page } from 'playwright/test';

type Point = [number, number];

/** What paints on a canvas. Points are shares of the canvas's sides as it stands on the screen. */
export interface Hand {
  /** Goes down at the first point, through the others, and up at the last. */
  drag(canvas: Locator, points: readonly Point[]): Promise<void>;
  touch(canvas: Locator, at: Point): Promise<void>;
}

/** What a person has before them. */
export interface Device {
  readonly name: 'on a desk' | 'on a phone';
  readonly use: {
    readonly viewport?: { readonly width: number; readonly height: number };
    readonly hasTouch?: boolean;
    readonly isMobile?: boolean;
  };
  /** Presses a control, by mouse or with a finger. */
  press(control: Locator): Promise<void>;
  hand(page: Page): Promise<Hand>;
}

const STEPS = 8;

async function placesOn(canvas: Locator): Promise<(point: Point) => Point> {
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the canvas is not visible');
  return ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
}

export const DESK: Device = {
  name: 'on a desk',
  use: {},
  press: (control) => control.click(),
  hand: (page) =>
    Promise.resolve({
      drag: async (canvas, points) => {
        const at = await placesOn(canvas);
        await page.mouse.move(...at(points[0]));
        await page.mouse.down();
        for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: STEPS });
        await page.mouse.up();
      },
      touch: async (canvas, point) => {
        const at = await placesOn(canvas);
        await page.mouse.click(...at(point));
      },
    }),
};

export const PHONE: Device = {
  name: 'on a phone',
  use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  press: (control) => control.tap(),
  hand: async (page) => {
    const browser = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
      browser.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
    return {
      drag: async (canvas, points) => {
        const at = await placesOn(canvas);
        await send('touchStart', [at(points[0])]);
        for (const [i, to] of points.slice(1).entries()) {
          const from = points[i];
          for (let step = 1; step <= STEPS; step++) {
            const between = (axis: 0 | 1) => from[axis] + ((to[axis] - from[axis]) * step) / STEPS;
            await send('touchMove', [at([between(0), between(1)])]);
          }
        }
        // A finger that leaves while it moves throws the page, and the tap after that would only stop it.
        await page.waitForTimeout(100);
        await send('touchEnd', []);
      },
      touch: async (canvas, point) => {
        const at = await placesOn(canvas);
        await send('touchStart', [at(point)]);
        await send('touchEnd', []);
      },
    };
  },
};

export const DEVICES = [DESK, PHONE] as const;
