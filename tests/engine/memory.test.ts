import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openModel } from '../../cli/io/models.ts';
import { emptyGrid } from '../../src/core/grid.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import * as tf from '../../src/networks/tf.ts';
import { prepareCondition } from '../../src/runtime/condition.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { sample } from '../../src/runtime/sample.ts';
import { writeTinyModel } from '../tiny/writeTinyModel.ts';

const IMAGES = 50;
const SIDE = 16;

let folder: string;
let model: LoadedModel;

beforeAll(async () => {
  await tf.startBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'tessera-memory-'));
  model = await openModel(await writeTinyModel(folder));
});
afterAll(async () => {
  await model.dispose();
  await rm(folder, { recursive: true, force: true });
});

it(
  `holds as many tensors and bytes after ${IMAGES} pictures as after one, on WASM`,
  { timeout: 900_000 },
  async () => {
    const engine = new TfjsEngine(await model.gpt());
    const decoder = await model.decoder();
    const seen: { numTensors: number; numBytes: number }[] = [];
    for (let image = 0; image < IMAGES; image++) {
      const labels = Uint8Array.from({ length: (SIDE * 16) ** 2 }, (_, i) => (i + image) % 11);
      const map = { height: SIDE * 16, width: SIDE * 16, labels };
      const condition = await prepareCondition(model, { kind: 'segmentation', map });
      // Whole pictures through every part; all of the rows are drawn in the first one only, for time.
      const keep = { ...emptyGrid(SIDE, SIDE) };
      if (image > 0) keep.tokens.forEach((_, i) => (keep.tokens[i] = i < 240 ? i % 60 : -1));
      const { grid } = await sample(model, engine, {
        height: SIDE,
        width: SIDE,
        condition,
        keep,
        settings: {
          kind: 'segmentation',
          seed: image,
          temperature: 1,
          topK: 20,
          topP: 1,
          greedy: false,
          window: 'exact',
        },
      });
      await decoder.decode(grid);
      const { numTensors, numBytes } = tf.memory();
      seen.push({ numTensors, numBytes });
    }
    for (const later of seen) expect(later).toEqual(seen[0]);
    engine.dispose();
  },
);
