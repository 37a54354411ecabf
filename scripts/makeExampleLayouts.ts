/**
 * Writes the example layouts of the studio: label maps drawn by rule, from noise and curves alone, as 8-bit gray PNGs of
 * label ids in public/layouts with an index. Run: npx tsx scripts/makeExampleLayouts.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { encode } from 'fast-png';

import { SCENES, type Scene } from './exampleScenes.ts';

/** The palette of the landscapes model, which the page uses until a model says its own. */
const LABELS = [
  { id: 0, name: 'other', color: '#6b7280', description: 'anything else: people, animals, boats, cars' },
  { id: 1, name: 'sky', color: '#8ecdf5', description: 'clear sky, sunset glow' },
  { id: 2, name: 'cloud', color: '#dfe7ee', description: 'cloud, a wholly grey sky, fog touching the sky' },
  { id: 3, name: 'mountain', color: '#8a7f9c', description: 'bare or forested far relief, cliffs, rock' },
  { id: 4, name: 'snow', color: '#fdfeff', description: 'snow and ice on mountains and ground' },
  { id: 5, name: 'tree', color: '#2f6b3a', description: 'trees, plants, bushes, flowers' },
  { id: 6, name: 'grass', color: '#8cc152', description: 'grass, fields, crops' },
  { id: 7, name: 'water', color: '#2f78c4', description: 'sea, lakes, rivers, waterfalls' },
  {
    id: 8,
    name: 'sand and earth',
    color: '#d9b777',
    description: 'sand, earth, beaches, bare rocks on shores',
  },
  { id: 9, name: 'road', color: '#4a4a52', description: 'roads, paved paths' },
  { id: 10, name: 'building', color: '#c65b4e', description: 'buildings, bridges, towns' },
];

const folder = fileURLToPath(new URL('../public/layouts/', import.meta.url));

function draw({ width, height, labelAt }: Scene): Uint8Array {
  const labels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      // Heights are measured in picture heights, so that a scene looks the same at any size.
      labels[row * width + column] = labelAt((column + 0.5) / height, (row + 0.5) / height, width / height);
    }
  }
  return labels;
}

mkdirSync(folder, { recursive: true });
const layouts = SCENES.map((scene) => {
  const { id, width, height } = scene;
  const file = `${id}.png`;
  writeFileSync(`${folder}${file}`, encode({ width, height, data: draw(scene), channels: 1, depth: 8 }));
  return { id, file, width, height };
});
writeFileSync(`${folder}index.json`, `${JSON.stringify({ labels: LABELS, layouts }, null, 1)}\n`);
