import { afterAll, beforeAll, expect, it } from 'vitest';
import { Message } from '../../bench/rivals/protobuf.ts';
import { OnnxSequence } from '../../bench/rivals/onnxRuntime.ts';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { type Gpt, loadGpt } from '../../src/networks/transformer/gpt.ts';
import { randomWeights } from '../networks/randomWeights.ts';

const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 3,
  width: 36,
  vocabulary: 26,
  blockSize: 32,
  unmasked: 0,
};

let gpt: Gpt;
let sequence: OnnxSequence;

beforeAll(async () => {
  await startBackend('cpu');
  const source = randomWeights(transformerTensors(ARCHITECTURE));
  gpt = await loadGpt(source, ARCHITECTURE);
  sequence = await OnnxSequence.open(source, ARCHITECTURE, { provider: 'wasm', threads: 1 });
});
afterAll(async () => {
  await sequence.dispose();
  gpt.dispose();
});

it('writes numbers as protocol buffers do', () => {
  expect([...new Message().integer(1, 150).toBytes()]).toEqual([0x08, 0x96, 0x01]);
  expect([...new Message().text(2, 'testing').toBytes()]).toEqual([0x12, 7, ...Buffer.from('testing')]);
  const minusOne = [...new Message().integer(1, -1).toBytes()];
  expect(minusOne).toEqual([0x08, ...Array<number>(9).fill(0xff), 0x01]);
  const nested = new Message().message(3, new Message().integer(1, 150));
  expect([...nested.toBytes()]).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
});

it('is the same transformer in onnxruntime: a prompt at once, then tokens one by one', async () => {
  const tokens = Int32Array.from({ length: 20 }, (_, i) => (7 * i) % ARCHITECTURE.vocabulary);
  const expected = (await gpt.forward(tokens))!;
  sequence.reset();
  for (const [from, to] of [[0, 12], ...Array.from({ length: 8 }, (_, i) => [12 + i, 13 + i])]) {
    const logits = await sequence.append(tokens.subarray(from, to));
    const row = expected.subarray((to - 1) * ARCHITECTURE.vocabulary, to * ARCHITECTURE.vocabulary);
    expect(logits.length).toBe(row.length);
    logits.forEach((value, i) => expect(Math.abs(value - row[i])).toBeLessThan(2e-5));
  }
});
