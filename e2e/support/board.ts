/** The canvas that is painted on, and what is seen on it. */
import { expect, type Locator, type Page } from 'playwright/test';

/** The studio without models and recorded runs: painting needs neither, and takes the palette of the examples. */
export async function openBoard(page: Page): Promise<void> {
  await page.route(/\/(models|runs)\//, (route) => route.abort());
  await page.goto('./?backend=wasm');
  await expect(page.getByRole('radio', { name: 'water', exact: true })).toBeVisible();
  // On a phone, what is told of the missing models lies over the palette.
  await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
}

export function layoutCanvas(page: Page): Locator {
  return page.getByRole('img', { name: 'Layout canvas' });
}

/** Colour of the layout at a place, as shares of its size; `empty` where nothing is painted. */
export async function colourAt(page: Page, x: number, y: number): Promise<string> {
  return layoutCanvas(page).evaluate(
    (element, [across, down]) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas
        .getContext('2d')!
        .getImageData(Math.floor(across * canvas.width), Math.floor(down * canvas.height), 1, 1);
      return data[3] === 0 ? 'empty' : `${data[0]},${data[1]},${data[2]}`;
    },
    [x, y],
  );
}

/** Colours that are on the layout, with how much of it each covers; what is not painted is none. */
export async function coloursOn(page: Page): Promise<ReadonlyMap<string, number>> {
  const found = await layoutCanvas(page).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const counts: Record<string, number> = {};
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 0) continue;
      const colour = `${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`;
      counts[colour] = (counts[colour] ?? 0) + 4 / data.length;
    }
    return counts;
  });
  return new Map(Object.entries(found));
}

/** Pixels of the layout that are painted, as a share. */
export async function paintedShare(page: Page): Promise<number> {
  return [...(await coloursOn(page)).values()].reduce((sum, share) => sum + share, 0);
}

export async function chooseLabel(page: Page, label: string): Promise<void> {
  await page.getByRole('radio', { name: label, exact: true }).check({ force: true });
}

/** The picture's zoom, as the view's controls tell it. */
export async function zoomShown(page: Page): Promise<number> {
  const shown = await page.getByRole('group', { name: 'View' }).textContent();
  return Number.parseFloat(shown ?? '');
}

/** Pixels of the overlay that something is drawn on: the outline of the brush, axes, corners. */
export async function overlayMarks(page: Page): Promise<number> {
  return page
    .locator('.stage-cursor')
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let marks = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i] > 0) marks++;
      return marks;
    });
}
