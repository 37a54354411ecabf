import { beforeAll, describe, expect, it } from 'vitest';

import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { gelu, layerNorm, linear } from '../../src/engine/webgpu/oracle/math.ts';
import { loadGpt } from '../../src/networks/transformer/gpt.ts';
import * as tf from '../../src/networks/tf.ts';
import { randomWeights } from './randomWeights.ts';

const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 3,
  width: 12,
  vocabulary: 20,
  blockSize: 16,
  unmasked: 0,
};
const TOKENS = [3, 17, 0, 9, 9, 12, 5];

/** The network in float64 with one loop a sum: the weights of the last position, [layer][head][position]. */
async function oracle(source: TensorSource, { layers, heads, width, unmasked }: TransformerArchitecture) {
  const read = async (name: string) => [...(await source.readFloat32(name))];
  const matrix = async (name: string, inputs: number) => {
    const flat = await read(name);
    return Array.from({ length: flat.length / inputs }, (_, o) => flat.slice(o * inputs, (o + 1) * inputs));
  };
  const dense = async (name: string, inputs: number) => {
    const [weight, bias] = [await matrix(`${name}.weight`, inputs), await read(`${name}.bias`)];
    return (rows: number[][]) => rows.map((row) => linear(row, weight, bias));
  };
  const norm = async (name: string) => {
    const [scale, shift] = [await read(`${name}.weight`), await read(`${name}.bias`)];
    return (rows: number[][]) => rows.map((row) => layerNorm(row, scale, shift));
  };
  const add = (a: number[][], b: number[][]) => a.map((row, i) => row.map((value, j) => value + b[i][j]));
  const [embedding, positions] = [await matrix('tok_emb.weight', width), await matrix('pos_emb', width)];
  const size = width / heads;
  let x = TOKENS.map((token, i) => embedding[token].map((value, j) => value + positions[i][j]));
  const seen: number[][][] = [];
  for (let layer = 0; layer < layers; layer++) {
    const name = `blocks.${layer}`;
    const n = (await norm(`${name}.ln1`))(x);
    const [q, k, v] = await Promise.all(
      ['query', 'key', 'value'].map(async (part) => (await dense(`${name}.attn.${part}`, width))(n)),
    );
    const attended = x.map(() => new Array<number>(width).fill(0));
    const last: number[][] = [];
    for (let head = 0; head < heads; head++) {
      const channels = Array.from({ length: size }, (_, c) => head * size + c);
      for (let i = 0; i < TOKENS.length; i++) {
        const reach = i < unmasked ? Math.min(unmasked, TOKENS.length) : i + 1;
        const scores = k
          .slice(0, reach)
          .map((key) => Math.exp(channels.reduce((sum, c) => sum + q[i][c] * key[c], 0) / Math.sqrt(size)));
        const total = scores.reduce((sum, score) => sum + score, 0);
        const weights = scores.map((score) => score / total);
        weights.forEach((w, j) => channels.forEach((c) => (attended[i][c] += w * v[j][c])));
        if (i === TOKENS.length - 1) last.push(weights);
      }
    }
    seen.push(last);
    const h = add(x, (await dense(`${name}.attn.proj`, width))(attended));
    const inner = (await dense(`${name}.mlp.0`, width))((await norm(`${name}.ln2`))(h));
    const out = (await dense(`${name}.mlp.2`, 4 * width))(inner.map((row) => row.map(gelu)));
    x = add(h, out);
  }
  return seen;
}

describe('attention of the last position', () => {
  beforeAll(async () => {
    await tf.startBackend('wasm');
  });

  it.each([0, 4])('agrees with the network in plain loops, %i unmasked', async (unmasked) => {
    const architecture = { ...ARCHITECTURE, unmasked };
    const source = randomWeights(transformerTensors(architecture));
    const gpt = await loadGpt(source, architecture);
    const before = tf.memory().numTensors;
    const weights = (await gpt.attentionOfLast(Int32Array.from(TOKENS)))!;
    expect(tf.memory().numTensors).toBe(before);
    const wanted = (await oracle(source, architecture)).flat(2);
    expect(weights).toHaveLength(wanted.length);
    wanted.forEach((value, i) => expect(weights[i]).toBeCloseTo(value, 5));
    // Not a flat map, which would hide a mistake.
    expect(Math.max(...weights) / Math.min(...weights)).toBeGreaterThan(1.2);
    gpt.dispose();
  });
});
