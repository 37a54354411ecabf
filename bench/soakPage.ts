// `npx vite build && npx tsx bench/soakPage.ts [--dist dist] [--port 5291] [--backend wasm|webgpu] [--images 200]`: draws
// picture after picture in the built page with the tests' tiny model, as a person who keeps pressing Generate, and prints
// what is left behind. Exits 1 when tensors, their bytes or graphics buffers grow, or the page's heap by more than its history explains.
// The figures are in docs/reliability.md; `npx tsx scripts/soak.ts` does the same with the worker's parts in Node.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { writeTinyModel } from '../tests/tiny/writeTinyModel.ts';
import { computingWorker, prepareWorker } from '../e2e/support/computingWorker.ts';
import { generateIsOffered, onBuiltPage } from './browser/builtPage.ts';

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    port: { type: 'string', default: '5291' },
    backend: { type: 'string', default: 'wasm' },
    images: { type: 'string', default: '200' },
  },
});
const images = Number(values.images);
/** Pictures until caches and compiled code are what they will be. */
const WARM = 20;
/** The history's list keeps a small picture and a few words of each run. */
const BYTES_OF_A_RUN = 50_000;
/** More than this besides is growth: the noise of a collection is smaller. */
const MOST_GROWTH = 8e6;

/** Runs in the worker before its own script: bytes of graphics buffers that were made and not destroyed. */
const COUNT = `
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const alive = new Set();
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    alive.add(buffer);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    alive.delete(this);
    destroy.call(this);
  };
  self.graphicsBytes = () => [...alive].reduce((sum, { size }) => sum + size, 0);
`;

const extra = await mkdtemp(join(tmpdir(), 'tessera-soak-'));
await writeTinyModel(extra);

const grew = await onBuiltPage(
  {
    ...values,
    address: `?backend=${values.backend}&model=models/tiny/`,
    env: { TESSERA_EXTRA_MODELS: extra },
    prepare: (page) => prepareWorker(page, COUNT),
  },
  async (page) => {
    await generateIsOffered(page);
    const browser = await page.context().newCDPSession(page);
    const left = async () => {
      await browser.send('HeapProfiler.collectGarbage');
      const { usedSize } = await browser.send('Runtime.getHeapUsage');
      const { tensors, bytes } = await page.evaluate(() => window.tessera!.diagnostics());
      const graphics = await computingWorker(page).evaluate(() =>
        (self as unknown as { graphicsBytes(): number }).graphicsBytes(),
      );
      return { tensors, bytes, graphics, heap: usedSize };
    };
    await page.getByRole('button', { name: 'Example: Island' }).click();
    const generate = page.getByRole('button', { name: 'Generate', exact: true });
    const running = page.getByRole('progressbar', { name: 'Generating' });
    const kept = page.getByRole('link', { name: /^All \d+ runs?$/ });
    let warm = await left();
    for (let image = 1; image <= images; image++) {
      await page.getByRole('spinbutton', { name: 'Seed' }).fill(String(image));
      await generate.click();
      await kept.filter({ hasText: `All ${image} run` }).waitFor({ timeout: 120_000 });
      await running.waitFor({ state: 'hidden' });
      if (image === WARM) warm = await left();
      if (image % WARM !== 0 && image !== images) continue;
      const { tensors, bytes, graphics, heap } = await left();
      console.log(
        `${image} pictures: ${tensors} tensors, ${bytes} bytes, graphics buffers ${graphics} bytes, page heap ${(heap / 1e6).toFixed(1)} MB`,
      );
    }
    const end = await left();
    const explained = (images - WARM) * BYTES_OF_A_RUN;
    return [
      end.tensors !== warm.tensors && 'tensors',
      end.bytes !== warm.bytes && 'bytes of tensors',
      end.graphics > warm.graphics && 'graphics buffers',
      end.heap - warm.heap > MOST_GROWTH + explained && 'the heap of the page',
    ].filter((one) => one !== false);
  },
);
console.log(grew.length > 0 ? `soak: ${grew.join(', ')} grew` : `soak: flat over ${images} pictures`);
process.exit(grew.length > 0 ? 1 : 0);
