import type { Page } from 'playwright/test';

interface Seen {
  readonly red: number;
  readonly blue: number;
  readonly light: number;
  /** Standard deviation of the brightness. */
  readonly variety: number;
}

/** Means of the result inside a rectangle, told in shares of its sides. */
export async function seen(
  page: Page,
  left: number,
  top: number,
  right: number,
  bottom: number,
): Promise<Seen> {
  return page.getByRole('img', { name: 'Result canvas' }).evaluate(
    (element, [l, t, r, b]) => {
      const canvas = element as HTMLCanvasElement;
      const [x, y] = [Math.round(l * canvas.width), Math.round(t * canvas.height)];
      const [w, h] = [Math.round((r - l) * canvas.width), Math.round((b - t) * canvas.height)];
      const { data } = canvas.getContext('2d')!.getImageData(x, y, w, h);
      let [red, blue, sum, squares] = [0, 0, 0, 0];
      for (let i = 0; i < data.length; i += 4) {
        const light = (data[i] + data[i + 1] + data[i + 2]) / 3;
        red += data[i];
        blue += data[i + 2];
        sum += light;
        squares += light * light;
      }
      const mean = sum / (w * h);
      const variety = Math.sqrt(squares / (w * h) - mean * mean);
      return { red: red / (w * h), blue: blue / (w * h), light: mean, variety };
    },
    [left, top, right, bottom],
  );
}
