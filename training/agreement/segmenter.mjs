// The segmenter in a headless browser, over the pictures of one folder. See README.md.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from '../../scripts/findChromium.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const SEGMENTER = join(here, '../../../shared/evaluation/deeplabv3_mnv2_ade20k_int8.tflite');

/** Side of the square map that the segmenter gives, whatever the picture's size. */
export const SIDE = 512;
/** What its classes and the dataset's labels are merged into. */
export const CLASSES = ['none', 'sky', 'mountain', 'tree', 'grass', 'water', 'ground', 'building'];

/** `segment(name)` gives the merged class of each of SIDE x SIDE pixels of that file of the folder. */
export async function startSegmenter(pictures, model = SEGMENTER) {
  const server = createServer((request, response) => serve(request, response, pictures, model)).listen(0);
  const browser = await chromium.launch({
    executablePath: findChromium(),
    headless: false,
    args: CHROMIUM_ARGS,
  });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`, { timeout: 120_000 });
  await page.evaluate('loadSegmenter()');
  return {
    segment: (name) => page.evaluate((url) => window.segment(url), `/pictures/${name}`),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

function serve(request, response, pictures, model) {
  const modules = join(here, 'node_modules/@tensorflow');
  const url = decodeURIComponent(request.url);
  if (url === '/') {
    response.setHeader('content-type', 'text/html');
    response.end(
      '<!doctype html><script src="/tf.js"></script><script src="/tflite.js"></script><script src="/page.js"></script>',
    );
    return;
  }
  const fixed = {
    '/tf.js': join(modules, 'tfjs/dist/tf.min.js'),
    '/tflite.js': join(modules, 'tfjs-tflite/dist/tf-tflite.min.js'),
    '/page.js': join(here, 'page.js'),
    '/segmenter.tflite': model,
  };
  const runtime = url.startsWith('/tflite/') && join(modules, 'tfjs-tflite/wasm', url.slice(8));
  const path = fixed[url] ?? (runtime || (url.startsWith('/pictures/') && join(pictures, url.slice(10))));
  if (!path || !existsSync(path)) {
    response.statusCode = 404;
    response.end();
    return;
  }
  const types = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.png': 'image/png' };
  response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
  response.end(readFileSync(path));
}
