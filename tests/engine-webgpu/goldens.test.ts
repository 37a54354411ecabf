import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBytes } from '../../src/checkpoint/bytes.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { withPrefix } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { EMPTY, emptyGrid } from '../../src/core/grid.ts';
import { buildSchedule } from '../../src/core/schedule.ts';
import { createWebGpuEngine, type WebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import { GOLDENS, goldenJson, haveGoldens } from '../goldenFolder.ts';
import { testDevice } from './device.ts';

const TOLERANCE = 1e-3;
/** Draw every cell of the large grids too: minutes each on a software adapter, so only where it is asked for. */
const WHOLE = process.env.WHOLE_GOLDENS === '1';
const PATIENCE = { timeout: WHOLE ? 3_600_000 : 900_000 };

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

interface GptGolden {
  readonly cases: readonly {
    readonly tokens: number[];
    readonly logits: { readonly file: string };
    readonly logits_unmasked: { readonly file: string };
  }[];
}

interface Net2NetGolden {
  readonly temperature: number;
  readonly top_k: number;
  readonly cases: readonly {
    readonly grid: readonly [number, number];
    readonly u: readonly number[];
    readonly tokens: number[][];
    readonly greedy_tokens: number[][];
    readonly cond_tokens: number[][];
    readonly logit_cells: readonly (readonly [number, number])[];
    readonly logits: { readonly file: string };
  }[];
}

async function open(checkpoint: string, architecture: TransformerArchitecture): Promise<WebGpuEngine> {
  const { source } = await openTensors(memoryBytes(new Uint8Array(readFileSync(join(GOLDENS, checkpoint)))));
  return createWebGpuEngine(device, withPrefix(source, 'transformer.'), architecture, { weights: 'f32' });
}

function largestDifference(got: Float32Array, path: string): number {
  const bytes = readFileSync(join(GOLDENS, path));
  const expected = new Float32Array(new Uint8Array(bytes).buffer);
  expect(got.length).toBe(expected.length);
  return got.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
}

describe.skipIf(!haveGoldens)('WebGPU engine against the reference', () => {
  it.each([
    ['gpt/gpt.legacy.ckpt', 0],
    ['gpt/gpt-unmasked.zip.ckpt', 9],
  ])('logits of %s', async (checkpoint, unmasked) => {
    const { cases } = goldenJson<GptGolden>('gpt/case.json');
    const shape = { layers: 2, heads: 4, width: 40, vocabulary: 40, blockSize: 40, unmasked };
    const engine = await open(checkpoint, shape);
    for (const one of cases) {
      const { file } = unmasked > 0 ? one.logits_unmasked : one.logits;
      const logits = await engine.forward(Int32Array.from(one.tokens));
      expect(largestDifference(logits, `gpt/${file}`)).toBeLessThan(TOLERANCE);
    }
    engine.dispose();
  });

  it.each([
    ['16x16', false],
    ['16x16', true],
    ['17x19', false],
  ])('tokens of the sliding window, %s, greedy %s', async (name, greedy) => {
    const { cases, temperature, top_k: topK } = goldenJson<Net2NetGolden>('net2net/case.json');
    const one = cases.find(({ grid }) => grid.join('x') === name)!;
    const shape = { layers: 2, heads: 4, width: 64, vocabulary: 128, blockSize: 512, unmasked: 0 };
    const engine = await open('net2net/net2net.zip.ckpt', shape);
    const [height, width] = one.grid;
    const grid = emptyGrid(height, width);
    const window = { height: 16, width: 16 };
    const logits = new Float32Array(one.logit_cells.length * shape.vocabulary);
    const wanted = (row: number, column: number) =>
      one.logit_cells.findIndex(([r, c]) => r === row && c === column);
    const stats = await engine.decode({
      schedule: buildSchedule({ height, width, mode: 'exact', window, maxSlots: engine.maxSlots }),
      condition: {
        layout: 'spatial',
        grid: { height, width, tokens: Int32Array.from(one.cond_tokens.flat()) },
        offset: 0,
      },
      grid,
      draw: { temperature, topK, topP: 1, greedy },
      codes: 128,
      uniform: (row, column) => one.u[row * width + column],
      wantLogits: (row, column) => wanted(row, column) >= 0,
      onDrawn: ({ step, logits: got }) => {
        if (got) logits.set(got, wanted(step.row, step.column) * shape.vocabulary);
      },
    });
    expect(stats.aborted).toBe(false);
    if (name === '16x16') expect(stats.positions).toBe(511);
    if (!greedy) expect(largestDifference(logits, `net2net/${one.logits.file}`)).toBeLessThan(TOLERANCE);
    expect([...grid.tokens]).toEqual((greedy ? one.greedy_tokens : one.tokens).flat());
    engine.dispose();
  });

  // A whole run of these sizes takes many minutes on a software adapter (the WASM suite has them; WHOLE_GOLDENS=1). Draws are order-free, so
  // single cells among the recorded tokens must come out as recorded too: corners, edges, and windows in between.
  it.each([
    ['20x24', false],
    ['20x24', true],
    ['24x32', false],
    ['24x32', true],
  ])('tokens of single cells, %s, greedy %s', PATIENCE, async (name, greedy) => {
    const { cases, temperature, top_k: topK } = goldenJson<Net2NetGolden>('net2net/case.json');
    const one = cases.find(({ grid }) => grid.join('x') === name)!;
    const shape = { layers: 2, heads: 4, width: 64, vocabulary: 128, blockSize: 512, unmasked: 0 };
    const engine = await open('net2net/net2net.zip.ckpt', shape);
    const [height, width] = one.grid;
    const expected = (greedy ? one.greedy_tokens : one.tokens).flat();
    const isDrawn = (row: number, column: number) =>
      WHOLE || (row * 7 + column * 5) % 67 === 3 || (row === height - 1 && column === width - 1);
    const tokens = Int32Array.from(expected, (token, i) =>
      isDrawn(Math.floor(i / width), i % width) ? EMPTY : token,
    );
    const drawn = tokens.filter((token) => token === EMPTY).length;
    expect(drawn).toBeGreaterThan(6);
    const window = { height: 16, width: 16 };
    const grid = { height, width, tokens };
    const stats = await engine.decode({
      schedule: buildSchedule({ height, width, mode: 'exact', window, maxSlots: 1, isDrawn }),
      condition: {
        layout: 'spatial',
        grid: { height, width, tokens: Int32Array.from(one.cond_tokens.flat()) },
        offset: 0,
      },
      grid,
      draw: { temperature, topK, topP: 1, greedy },
      codes: 128,
      uniform: (row, column) => one.u[row * width + column],
    });
    expect(stats.tokens).toBe(drawn);
    expect([...grid.tokens]).toEqual(expected);
    engine.dispose();
  });
});
