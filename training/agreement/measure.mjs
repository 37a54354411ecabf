// Share of pixels whose segmented class agrees with the layout a picture was drawn from. See README.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { decode } from 'fast-png';

import { CLASSES, SIDE, startSegmenter } from './segmenter.mjs';

// Dataset label id -> merged class; 0 (other) is left out.
const MERGED_LABEL = [0, 1, 1, 2, 2, 3, 4, 5, 6, 6, 7];

const { values } = parseArgs({
  options: {
    pictures: { type: 'string' },
    layouts: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'string' },
  },
});
if (!values.pictures || !values.layouts) throw new Error('usage: measure.mjs --pictures DIR --layouts DIR');

const names = readdirSync(values.pictures)
  .filter((file) => /\.(png|jpe?g|webp)$/.test(file))
  .filter((file) => existsSync(layoutOf(file)));
const segmenter = await startSegmenter(values.pictures, values.model);

let agreed = 0;
let counted = 0;
const perClass = CLASSES.map(() => ({ agreed: 0, counted: 0 }));
for (const name of names) {
  compare(await segmenter.segment(name), decode(readFileSync(layoutOf(name))));
}
await segmenter.close();

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
