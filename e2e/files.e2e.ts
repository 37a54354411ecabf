import { readdir, readFile } from 'node:fs/promises';

import { decode } from 'fast-png';
import { unzipSync } from 'fflate';
import { expect, test, type Page } from 'playwright/test';

import type { RunRecord } from '../src/core/runRecord.ts';
import { encodeLink } from '../src/studio/share/shareLink.ts';
import { layoutCanvas } from './support/board.ts';
import { type Device, DEVICES } from './support/devices.ts';
import { drop, dropFiles } from './support/drop.ts';
import { chooseExport, copyText, drawIsland, paste, pick, saved } from './support/files.ts';
import { generate, layoutPixels, openStudio, resultPixels, setSeed } from './support/page.ts';
import { chunksBefore, mean, noise, paintedPicture, photo, rgb } from './support/pictures.ts';

const SEED = 123_456;
/** A link to a model of another host. */
const FOREIGN = encodeLink({
  model: { id: 'elsewhere', name: 'Elsewhere', url: 'https://weights.example/elsewhere/' },
  width: 256,
  height: 256,
  native: 256,
  settings: { kind: 'none', seed: 3, temperature: 1, topK: 100, topP: 1, greedy: false, window: 'exact' },
  condition: { kind: 'none' },
});

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

for (const device of DEVICES) {
  test.describe(device.name, () => {
    test.use(device.use);

    test('what goes out comes in again, and what comes from elsewhere is understood or asked about', async ({
      page,
      browser,
    }) => {
      await drawIsland(page, device, SEED);
      const drawn = { layout: await layoutPixels(page), picture: await resultPixels(page) };
      const press = (name: string) => device.press(page.getByRole('button', { name, exact: true }));
      const isSet = async (of: Page = page) => {
        await expect(of.getByRole('spinbutton', { name: 'Seed' })).toHaveValue(String(SEED));
        await expect(of.getByRole('slider', { name: 'Temperature' })).toHaveValue('0.9');
        await expect.poll(() => layoutPixels(of)).toBe(drawn.layout);
      };
      const isBack = async () => {
        await isSet();
        await expect.poll(() => resultPixels(page)).toBe(drawn.picture);
      };

      await test.step('the layout is laid over the result as strongly as is wanted', () => overlaid(page));

      const png = await saved(page, () => press('Export PNG'));
      const record = await saved(page, () => chooseExport(page, device, 'Export run record'));
      const layout = await saved(page, () => chooseExport(page, device, 'Export layout PNG'));
      const archive = await saved(page, () => chooseExport(page, device, 'Export everything as zip'));

      await test.step('a zip holds the picture with its run, the layout and the record', () => {
        const files = Object.entries(unzipSync(archive));
        const named = Object.fromEntries(
          files.map(([name, data]) => [name.replace(`tessera-${SEED}-256x256`, ''), Buffer.from(data)]),
        );
        expect(Object.keys(named).sort()).toEqual(['-layout.png', '.json', '.png']);
        expect(named['-layout.png'].equals(layout)).toBe(true);
        expect(named['.json'].equals(record)).toBe(true);
        expect(chunksBefore(named['.png']).equals(chunksBefore(png))).toBe(true);
      });

      await test.step('the picture on the clipboard has the pixels of the exported one', async () => {
        await chooseExport(page, device, 'Copy image');
        await expect(page.getByText('The picture is on the clipboard')).toBeVisible();
        const copied = await page.evaluate(async () => {
          const [item] = await navigator.clipboard.read();
          const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
        });
        expect(rgb(Buffer.from(copied, 'base64')).equals(rgb(png))).toBe(true);
      });

      await press('Copy link');
      await expect(page.getByText(/The link is on the clipboard/)).toBeVisible();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      expect(link).toMatch(/#\/s\/1\.[A-Za-z0-9_-]+$/);

      // Another layout, other settings and another picture, which each file takes the place of.
      await press('Example: Coast');
      await setSeed(page, 1);
      await page.getByRole('slider', { name: 'Temperature' }).fill('1.5');
      await generate(page);
      const other = { layout: await layoutPixels(page), picture: await resultPixels(page) };
      expect(other.picture).not.toBe(drawn.picture);
      const putBack = async () => {
        await press('Put back');
        await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('1');
        await expect.poll(() => layoutPixels(page)).toBe(other.layout);
        await expect.poll(() => resultPixels(page)).toBe(other.picture);
      };

      await test.step('a PNG round trip restores layout, settings and tokens bit for bit', async () => {
        await drop(page, 'island.png', 'image/png', png);
        await expect(page.getByText('island.png is open')).toBeVisible();
        await isBack();
        // The tokens too: what is exported again holds the same chunks.
        const again = await saved(page, () => press('Export PNG'));
        expect(chunksBefore(again).equals(chunksBefore(png))).toBe(true);
        await putBack();
      });

      await test.step('a run record that is dropped', async () => {
        await drop(page, 'island.json', 'application/json', record);
        await expect(page.getByText('island.json is open')).toBeVisible();
        await isBack();
        const again = await saved(page, () => chooseExport(page, device, 'Export run record'));
        expect(JSON.parse(again.toString())).toEqual(JSON.parse(record.toString()));
        await putBack();
      });

      await test.step('a run record, a link and a picture that are pasted', async () => {
        await copyText(page, record.toString());
        await paste(page, device);
        await expect(page.getByText('The clipboard is open')).toBeVisible();
        await isBack();
        await putBack();

        await copyText(page, `Look: ${link}`);
        await paste(page, device);
        await isSet();
        await putBack();

        await page.evaluate(copyPicture, [...paintedPicture()]);
        await paste(page, device);
        await expect(page.getByRole('dialog', { name: 'Colours as labels' })).toBeVisible();
        await press('Do not import');

        await copyText(page, 'Dear reader');
        await paste(page, device);
        const alert = page.getByRole('alert').filter({ hasText: 'nothing that Tessera opens' });
        await device.press(alert.getByRole('button', { name: 'Dismiss' }));
      });

      await test.step('a zip of everything, picked in the file dialog', async () => {
        await pick(page, () => press('Import layout'), 'all.zip', archive);
        await isBack();
        await putBack();
      });

      await test.step('a link round trip, in a browser that has never seen the page', async () => {
        const context = await browser.newContext(device.use);
        const fresh = await context.newPage();
        await fresh.goto(link);
        await isSet(fresh);
        await expect(fresh).toHaveURL(/#\/$/);
        await context.close();
      });

      await test.step('an exported layout is one again, and a picture in gray levels too', async () => {
        await drop(page, 'layout.png', 'image/png', layout);
        await expect.poll(() => layoutPixels(page)).toBe(drawn.layout);
        await pick(page, () => press('Import layout'), 'noise.png', noise());
        await expect.poll(() => layoutPixels(page)).not.toBe(drawn.layout);
      });

      await test.step('a layout that no link can hold: said, and the PNG offered', async () => {
        await press('Copy link');
        const alert = page.getByRole('alert').filter({ hasText: 'too much detail for a link' });
        const offered = alert.getByRole('button', { name: 'Export PNG' });
        expect((await saved(page, () => device.press(offered))).toString('latin1', 1, 4)).toBe('PNG');
        await press('Undo');
        await expect.poll(() => layoutPixels(page)).toBe(drawn.layout);
      });

      await test.step('a picture in a few colours: asked about, shown, and used as a layout', async () => {
        await drop(page, 'painted.png', 'image/png', paintedPicture());
        const asked = page.getByRole('dialog', { name: 'Colours as labels' });
        const preview = () =>
          asked
            .getByRole('img', { name: 'The layout that this gives' })
            .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
        const before = await preview();
        const choice = asked.getByRole('combobox', { name: 'Label for #f0e040' });
        await choice.selectOption({ label: 'label 9' });
        await expect.poll(preview).not.toBe(before);
        await device.press(asked.getByRole('button', { name: 'Use as layout' }));
        await expect.poll(() => layoutPixels(page)).not.toBe(drawn.layout);
        await press('Undo');
        await expect.poll(() => layoutPixels(page)).toBe(drawn.layout);
      });

      await test.step('a photo: asked what it should become', async () => {
        await drop(page, 'photo.png', 'image/png', photo());
        const asked = page.getByRole('dialog', { name: 'Open picture' });
        await expect(asked).toContainText('What should it become?');
        await device.press(asked.getByRole('button', { name: /^A layout, by its colours/ }));
        await device.press(page.getByRole('button', { name: 'Use as layout' }));
        await expect.poll(() => layoutPixels(page)).not.toBe(drawn.layout);
        await press('Undo');
      });

      await test.step('weights go to the Library, and are asked about there', async () => {
        const folder = 'test-results/models/tiny';
        const names = (await readdir(folder)).filter((name) => /\.(json|safetensors)$/.test(name));
        const files = names.map(async (name) => ({
          name,
          type: '',
          data: await readFile(`${folder}/${name}`),
        }));
        await dropFiles(page, await Promise.all(files));
        const sheet = page.getByRole('dialog', { name: 'Import model' });
        await expect(sheet).toContainText('Tessera model folder');
        await page.keyboard.press('Escape');
        await expect(sheet).toBeHidden();
        await device.press(page.getByRole('link', { name: 'Studio', exact: true }));
      });

      await test.step('a file of another kind is explained', async () => {
        await drop(page, 'letter.txt', 'text/plain', Buffer.from('Dear reader'));
        const alert = page.getByRole('alert');
        await expect(alert).toContainText('letter.txt is nothing that Tessera opens');
        await device.press(alert.getByRole('button', { name: 'Dismiss' }));
      });

      await test.step('a link whose model lies elsewhere: asked, and nothing is fetched', async () => {
        const asked: string[] = [];
        await page.route('https://weights.example/**', (route) => {
          asked.push(route.request().url());
          return route.abort();
        });
        await page.evaluate((hash) => (location.hash = hash), FOREIGN);
        const dialog = page.getByRole('dialog', { name: 'Another host' });
        await expect(dialog).toContainText('weights.example');
        await device.press(dialog.getByRole('button', { name: 'Open without the model' }));
        await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('3');
        expect(asked).toEqual([]);
      });
    });

    test('a depth map goes out in 16 bits, and comes in again', async ({ page }) => {
      await openStudio(page, { backend: 'wasm', model: 'models/tiny-conditions/' });
      await page.getByRole('combobox', { name: 'Condition' }).selectOption({ label: 'Depth' });
      await device.press(page.getByRole('radio', { name: 'Linear gradient' }));
      const hand = await device.hand(page);
      await hand.drag(layoutCanvas(page), [
        [0.5, 0.2],
        [0.5, 0.9],
      ]);
      const drawn = await layoutPixels(page);
      await setSeed(page, SEED);
      await generate(page);
      const first = await recordOf(page, device);
      const png = await saved(page, () => chooseExport(page, device, 'Export depth PNG'));
      const { depth, channels, data } = decode(png);
      expect({ depth, channels }).toEqual({ depth: 16, channels: 1 });
      expect(new Set(data).size).toBeGreaterThan(100);
      const archive = unzipSync(
        await saved(page, () => chooseExport(page, device, 'Export everything as zip')),
      );
      const [packed] = Object.entries(archive).filter(([name]) => name.endsWith('-depth.png'));
      expect(png.equals(packed[1])).toBe(true);

      await device.press(page.getByRole('button', { name: 'Clear layout' }));
      await expect.poll(() => layoutPixels(page)).not.toBe(drawn);
      const cleared = await layoutPixels(page);
      await drop(page, 'depth.png', 'image/png', png);
      await expect.poll(() => layoutPixels(page)).not.toBe(cleared);
      // Its range is stretched to be seen well; the model is given the same, and draws the same.
      await generate(page);
      const again = await recordOf(page, device);
      expect(again.condition).toEqual(first.condition);
      expect(again.tokens).toEqual(first.tokens);
    });
  });
}

async function recordOf(page: Page, device: Device): Promise<RunRecord> {
  return JSON.parse(
    (await saved(page, () => chooseExport(page, device, 'Export run record'))).toString(),
  ) as RunRecord;
}

/** Opacity is looked at on the screen: colours there are the mixture of both canvases'. */
async function overlaid(page: Page): Promise<void> {
  const canvas = layoutCanvas(page);
  const opacity = page.getByRole('slider', { name: 'Layout opacity' });
  const look = async (share: string) => {
    await opacity.fill(share);
    await canvas.scrollIntoViewIfNeeded();
    await expect.poll(() => canvas.evaluate((element) => getComputedStyle(element).opacity)).toBe(share);
    return mean(rgb(await canvas.screenshot()));
  };
  const [whole, half, none] = [await look('1'), await look('0.5'), await look('0')];
  for (const i of [0, 1, 2]) expect(half[i]).toBeCloseTo((whole[i] + none[i]) / 2, -0.5);
  expect(Math.max(...[0, 1, 2].map((i) => Math.abs(whole[i] - none[i])))).toBeGreaterThan(10);
  const result = mean(rgb(Buffer.from((await resultPixels(page)).split(',')[1], 'base64')));
  for (const i of [0, 1, 2]) expect(Math.abs(none[i] - result[i])).toBeLessThan(4);
  await opacity.fill('1');
}

/** Runs inside the page. */
async function copyPicture(png: number[]): Promise<void> {
  const picture = new Blob([Uint8Array.from(png)], { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}
