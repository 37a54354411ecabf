// Share of pixels whose segmented class agrees with the layout a picture was drawn from. See README.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { decode } from 'fast-png';
import { chromium } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from '../../scripts/findChromium.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const SIDE = 512;
const CLASSES = ['none', 'sky', 'mountain', 'tree', 'grass', 'water', 'ground', 'building'];
// Dataset label id -> merged class; 0 (other) is left out.
const MERGED_LABEL = [0, 1, 1, 2, 2, 3, 4, 5, 6, 6, 7];

const { values } = parseArgs({
  options: {
    pictures: { type: 'string' },
    layouts: { type: 'string' },
    model: { type: 'string', default: join(here, '../../../shared/evaluation/deeplabv3_mnv2_ade20k_int8.tflite') },
    json: { type: 'string' },
  },
});
if (!values.pictures || !values.layouts) throw new Error('usage: measure.mjs --pictures DIR --layouts DIR');

const names = readdirSync(values.pictures)
  .filter((file) => /\.(png|jpe?g|webp)$/.test(file))
  .filter((file) => existsSync(layoutOf(file)));
const server = createServer(serve).listen(0);
const address = `http://localhost:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: findChromium(), headless: false, args: CHROMIUM_ARGS });
const page = await browser.newPage();
await page.goto(address);
await page.evaluate('loadSegmenter()');

let agreed = 0;
let counted = 0;
const perClass = CLASSES.map(() => ({ agreed: 0, counted: 0 }));
for (const name of names) {
  const segmented = await page.evaluate((url) => window.segment(url), `/pictures/${name}`);
  compare(segmented, decode(readFileSync(layoutOf(name))));
}
await browser.close();
server.close();

const share = ({ agreed, counted }) => (counted ? agreed / counted : null);
const result = {
  agreement: agreed / counted,
  pictures: names.length,
  perClass: Object.fromEntries(CLASSES.slice(1).map((name, i) => [name, share(perClass[i + 1])])),
};
console.log(JSON.stringify(result, null, 2));
if (values.json) writeFileSync(values.json, JSON.stringify(result, null, 2));

function compare(segmented, layout) {
  for (let row = 0; row < layout.height; row++) {
    for (let column = 0; column < layout.width; column++) {
      const wanted = MERGED_LABEL[layout.data[row * layout.width + column]];
      if (!wanted) continue;
      const y = Math.floor(((row + 0.5) * SIDE) / layout.height);
      const x = Math.floor(((column + 0.5) * SIDE) / layout.width);
      const hit = segmented[y * SIDE + x] === wanted ? 1 : 0;
      agreed += hit;
      counted++;
      perClass[wanted].agreed += hit;
      perClass[wanted].counted++;
    }
  }
}

function layoutOf(file) {
  return join(values.layouts, file.slice(0, -extname(file).length) + '.png');
}

function serve(request, response) {
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
    '/segmenter.tflite': values.model,
  };
  const file =
    fixed[url] ??
    (url.startsWith('/tflite/') && join(modules, 'tfjs-tflite/wasm', url.slice(8))) ??
    null;
  const picture = url.startsWith('/pictures/') && join(values.pictures, url.slice(10));
  const path = file || picture;
  if (!path || !existsSync(path)) {
    response.statusCode = 404;
    response.end();
    return;
  }
  const types = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.png': 'image/png' };
  response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
  response.end(readFileSync(path));
}
