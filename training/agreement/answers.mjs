// Do pictures answer a depth map, or a scene class? node answers.mjs --drawn DIR (of training.evaluate_conditions). See README.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { decode } from 'fast-png';

import { correlation, depthOfLabels } from './depthOfLabels.mjs';
import { CLASSES, SIDE, startSegmenter } from './segmenter.mjs';

// The rules of training/pictures.py, over what the segmenter can tell apart (it knows no snow; sand and roads are one).
const RULES = {
  town: (s) => s.building >= 0.08,
  'mountain lake': (s) => s.water >= 0.12 && s.mountain >= 0.15,
  water: (s) => s.water >= 0.2,
  forest: (s) => s.tree >= 0.3,
  meadow: (s) => s.grass >= 0.15,
  'sand and earth': (s) => s.ground >= 0.15,
  mountains: (s) => s.mountain >= 0.2,
  'open sky': (s) => s.sky >= 0.6,
};

const { values } = parseArgs({
  options: { drawn: { type: 'string' }, model: { type: 'string' }, json: { type: 'string' } },
});
if (!values.drawn) throw new Error('usage: answers.mjs --drawn DIR');

const result = { depth: await depthAnswers(), class: await classAnswers() };
console.log(JSON.stringify(result, null, 2));
if (values.json) writeFileSync(values.json, JSON.stringify(result, null, 2));

/** Correlation of the depth told with the depth of the picture's segmented classes; beside it, that of wrong pairs. */
async function depthAnswers() {
  const folder = join(values.drawn, 'depth');
  const drawn = await segmented(folder, (name) => !name.includes('-told'));
  const told = drawn.map(({ name }) => nearest(decode(readFileSync(join(folder, `${name}-told.png`)))));
  const found = drawn.map(({ classes }) => depthOfLabels(classes, SIDE));
  const mean = (shift) =>
    found.reduce((sum, depth, i) => sum + correlation(depth, told[(i + shift) % told.length]), 0) / found.length;
  return { pictures: drawn.length, correlation: mean(0), wrongPairs: mean(1) };
}

/** How often a class's rule holds in pictures drawn for it, and in pictures drawn for the other classes. */
async function classAnswers() {
  const drawn = await segmented(join(values.drawn, 'class'), () => true);
  const rows = drawn.map(({ name, classes }) => ({ told: name.replace(/-\d+$/, ''), shares: shares(classes) }));
  const rate = (rule, of) => of.filter((row) => RULES[rule](row.shares)).length / of.length;
  const perClass = Object.keys(RULES).map((rule) => [
    rule,
    {
      told: rate(
        rule,
        rows.filter((row) => row.told === rule),
      ),
      others: rate(
        rule,
        rows.filter((row) => row.told !== rule),
      ),
    },
  ]);
  const mean = (side) => perClass.reduce((sum, [, rates]) => sum + rates[side], 0) / perClass.length;
  return { pictures: rows.length, told: mean('told'), others: mean('others'), perClass: Object.fromEntries(perClass) };
}

async function segmented(folder, wanted) {
  const names = readdirSync(folder).filter((file) => file.endsWith('.png') && wanted(file));
  const segmenter = await startSegmenter(folder, values.model);
  const results = [];
  for (const name of names) results.push({ name: name.slice(0, -4), classes: await segmenter.segment(name) });
  await segmenter.close();
  return results;
}

function shares(classes) {
  const counts = CLASSES.map(() => 0);
  for (const id of classes) counts[id]++;
  return Object.fromEntries(CLASSES.map((name, id) => [name, counts[id] / classes.length]));
}

/** A gray picture at the segmenter's size. */
function nearest({ width, height, channels, data }) {
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const row = Math.floor(((Math.floor(i / SIDE) + 0.5) * height) / SIDE);
    const column = Math.floor((((i % SIDE) + 0.5) * width) / SIDE);
    return data[(row * width + column) * channels];
  });
}
