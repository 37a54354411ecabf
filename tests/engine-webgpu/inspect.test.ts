import { expect, it } from 'vitest';

import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import type { ConditionTokens } from '../../src/core/condition.ts';
import type { RunRecord } from '../../src/core/runRecord.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { answer } from '../../src/runtime/answer.ts';
import { fastEngine } from '../../src/runtime/fastEngine.ts';
import type { AnswerTo, Question } from '../../src/runtime/inspectProtocol.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import { sample } from '../../src/runtime/sample.ts';
import { MemoryFolder } from '../checkpoint/support/memoryFolder.ts';
import { largestDifference } from '../goldens/goldenModel.ts';
import { tinyCheckpoint } from '../tiny/tinyCheckpoint.ts';
import { testGpu } from './device.ts';

const SIDE = 16;
const PATIENCE = { timeout: 300_000 };

it(
  'answers what is asked about a token on WebGPU as on WASM, by which the run was drawn',
  PATIENCE,
  async () => {
    await startBackend('wasm');
    const folder = new MemoryFolder();
    const about = { id: 'tiny', name: '', description: '', license: '', source: '', trainedOn: '' };
    const inferred = await inferArchitecture(tinyCheckpoint(), null);
    const { manifest } = await convert(inferred, folder, { dtype: 'f32', heads: 4, about });
    const open = () => new LoadedModel(manifest, (file) => Promise.resolve(folder.files.get(file.path)!));

    const plain = open();
    const slow = await fastEngine(plain, null);
    const grid = { height: SIDE, width: SIDE };
    const tokens = Int32Array.from({ length: SIDE * SIDE }, (_, i) => (i * 7) % 32);
    const condition: ConditionTokens = { layout: 'spatial', grid: { ...grid, tokens }, offset: 64 };
    const settings = {
      kind: 'segmentation',
      seed: 11,
      temperature: 0.9,
      topK: 20,
      topP: 1,
      greedy: false,
      window: 'exact',
    } as const;
    const { record } = await sample(plain, slow, { ...grid, condition, settings });
    const asked = questionsAbout(record);
    const wanted = await answers(plain, slow, asked);
    await plain.dispose();

    const { device } = await startBackend('webgpu', { gpu: await testGpu() });
    const fast = open();
    const engine = await fastEngine(fast, device);
    const given = await answers(fast, engine, asked);
    expect(given.token.drawn).toBe(record.tokens[5 * SIDE + 6]);
    expect(given.token.u).toBe(wanted.token.u);
    expect(largestDifference(given.token.logits, wanted.token.logits)).toBeLessThan(1e-3);
    expect(given.window.cells).toEqual(wanted.window.cells);
    expect(largestDifference(given.window.entropy, wanted.window.entropy)).toBeLessThan(1e-3);
    expect(largestDifference(given.window.probability, wanted.window.probability)).toBeLessThan(1e-3);
    const { layers, heads, length, weights } = given.attention;
    expect([layers, heads, length]).toEqual([2, 4, 256 + 5 * SIDE + 6]);
    expect(largestDifference(weights, wanted.attention.weights)).toBeLessThan(1e-4);
    await fast.dispose();
    engine.dispose();
    device?.destroy();
  },
);

function questionsAbout(record: RunRecord) {
  return {
    token: { about: 'token', record, row: 5, column: 6 },
    window: { about: 'window', record, top: 0, left: 0 },
    attention: { about: 'attention', record, row: 5, column: 6 },
  } as const;
}

async function answers(
  model: LoadedModel,
  engine: Awaited<ReturnType<typeof fastEngine>>,
  asked: ReturnType<typeof questionsAbout>,
) {
  const ask = async <About extends Question['about']>(question: Extract<Question, { about: About }>) =>
    (await answer(model, engine, question, new AbortController().signal)) as AnswerTo<About>;
  return {
    token: await ask<'token'>(asked.token),
    window: await ask<'window'>(asked.window),
    attention: await ask<'attention'>(asked.attention),
  };
}
