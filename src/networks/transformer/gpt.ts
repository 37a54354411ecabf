import type { TensorSource } from '../../checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import * as tf from '../tf.ts';
import { Weights, type LinearWeights, type NormWeights } from '../weights.ts';
import { Breather } from '../yieldToLoop.ts';
import { AttentionProbe } from './attentionProbe.ts';
import { KeyValueCache } from './cache.ts';
import { gelu, layerNorm, linear } from './layers.ts';

interface Layer {
  readonly ln1: NormWeights;
  /** query, key and value side by side: [width, 3 width]. */
  readonly qkv: LinearWeights;
  readonly proj: LinearWeights;
  readonly ln2: NormWeights;
  readonly mlpIn: LinearWeights;
  readonly mlpOut: LinearWeights;
}

/** Multiplications of a product that may run before the event loop turns: about 30 ms on WASM. */
const WORK_AT_ONCE = 2 ** 28;

/**
 * Uploads a GPT of the reference (section 2).
 * @param source keys without the prefix `transformer.`
 * @throws TesseraError `tensor-missing`, `tensor-shape`, `head-count`, and whatever the source throws
 */
export async function loadGpt(source: TensorSource, architecture: TransformerArchitecture): Promise<Gpt> {
  const { layers, heads, width, vocabulary, blockSize } = architecture;
  if (width % heads !== 0) {
    throw new TesseraError(
      'head-count',
      `a width of ${width} does not divide into ${heads} heads`,
      'state the head count of the model',
    );
  }
  const weights = new Weights(source);
  try {
    const tokens = await weights.matrix('tok_emb.weight', vocabulary, width);
    const position = await weights.raw('pos_emb', [1, blockSize, width]);
    const positions = weights.own(tf.tensor2d(position, [blockSize, width]));
    const stack: Layer[] = [];
    for (let index = 0; index < layers; index++) stack.push(await loadLayer(weights, index, width));
    const final = await weights.norm('ln_f', width);
    const head = await weights.transposed('head.weight', vocabulary, width);
    return new Gpt(architecture, weights, { tokens, positions }, stack, final, head);
  } catch (error) {
    weights.dispose();
    throw error;
  }
}

async function loadLayer(weights: Weights, index: number, width: number): Promise<Layer> {
  const name = `blocks.${index}`;
  const attention = ['query', 'key', 'value'].map((part) => `${name}.attn.${part}`);
  return {
    ln1: await weights.norm(`${name}.ln1`, width),
    qkv: await weights.linear(attention, width, width),
    proj: await weights.linear([`${name}.attn.proj`], width, width),
    ln2: await weights.norm(`${name}.ln2`, width),
    mlpIn: await weights.linear([`${name}.mlp.0`], width, 4 * width),
    mlpOut: await weights.linear([`${name}.mlp.2`], 4 * width, width),
  };
}

/** The transformer on any tfjs backend: pre-norm blocks, learned positions, an untied head without bias. */
export class Gpt {
  constructor(
    readonly architecture: TransformerArchitecture,
    private readonly weights: Weights,
    private readonly embedding: { readonly tokens: tf.Tensor2D; readonly positions: tf.Tensor2D },
    private readonly layers: readonly Layer[],
    private readonly final: NormWeights,
    private readonly head: tf.Tensor2D,
  ) {}

  /**
   * The reference's forward: the whole sequence at once.
   * @returns logits, float32 [length, vocabulary]; null when `signal` fired
   * @throws TesseraError `sequence-too-long`, `token-out-of-range`
   */
  async forward(tokens: Int32Array, signal?: AbortSignal): Promise<Float32Array | null> {
    const cache = this.newCache();
    try {
      const hidden = await this.run(cache, tokens, new Breather(), signal);
      const logits = await this.logitsOf(hidden);
      return signal?.aborted ? null : logits;
    } finally {
      cache.reset();
    }
  }

  /**
   * What the last position of a sequence attends to.
   * @returns float32 [layers, heads, length], each row summing to 1; null when `signal` fired
   * @throws TesseraError `sequence-too-long`, `token-out-of-range`
   */
  async attentionOfLast(tokens: Int32Array, signal?: AbortSignal): Promise<Float32Array | null> {
    const { layers, heads, width, blockSize } = this.architecture;
    const probes: AttentionProbe[] = [];
    const cache = new KeyValueCache(layers, heads, width / heads, blockSize, (attention) => {
      const probe = new AttentionProbe(attention, heads, width / heads);
      probes.push(probe);
      return probe;
    });
    try {
      (await this.run(cache, tokens, new Breather(), signal)).dispose();
      if (signal?.aborted) return null;
      const weights = new Float32Array(layers * heads * tokens.length);
      for (const [index, probe] of probes.entries()) {
        weights.set(await probe.read(), index * heads * tokens.length);
      }
      return weights;
    } finally {
      cache.reset();
    }
  }

  newCache(): KeyValueCache {
    const { layers, heads, width, blockSize } = this.architecture;
    return new KeyValueCache(layers, heads, width / heads, blockSize);
  }

  /**
   * Appends tokens to a cached sequence, in chunks, turning the event loop now and then.
   * @returns raw logits [vocabulary] of the last position; null when `signal` fired, and then the cache has to
   * be reset
   * @throws TesseraError `sequence-too-long`, `token-out-of-range`
   */
  async append(
    cache: KeyValueCache,
    tokens: Int32Array,
    breather: Breather,
    signal?: AbortSignal,
  ): Promise<Float32Array | null> {
    const { unmasked, width } = this.architecture;
    let hidden: tf.Tensor2D | null = null;
    for (let start = 0; start < tokens.length;) {
      // Positions that see each other both ways have to come together.
      const least = cache.length < unmasked ? unmasked - cache.length : 0;
      const rows = Math.max(least, Math.max(8, Math.floor(WORK_AT_ONCE / (12 * width * width))));
      const end = Math.min(tokens.length, start + rows);
      hidden?.dispose();
      hidden = await this.run(cache, tokens.subarray(start, end), breather, signal);
      if (signal?.aborted) {
        hidden.dispose();
        return null;
      }
      start = end;
    }
    if (hidden === null) throw new Error('append needs at least one token');
    const last = hidden;
    const row = tf.tidy(() => tf.slice(last, [last.shape[0] - 1, 0], [1, width]));
    last.dispose();
    return this.logitsOf(row);
  }

  dispose(): void {
    this.weights.dispose();
  }

  /** New positions through all layers: [rows, width], before `ln_f`. */
  private async run(
    cache: KeyValueCache,
    tokens: Int32Array,
    breather: Breather,
    signal?: AbortSignal,
  ): Promise<tf.Tensor2D> {
    this.check(cache.length, tokens);
    const { unmasked } = this.architecture;
    const rows = tokens.length;
    let x = tf.tidy(() => this.embed(tokens, cache.length));
    for (const [index, layer] of this.layers.entries()) {
      const next = tf.tidy(() => {
        const qkv = linear(layerNorm(x, layer.ln1), layer.qkv);
        const attended = cache.layers[index].attend(qkv, cache.length, unmasked);
        const h = tf.add<tf.Tensor2D>(x, linear(attended, layer.proj));
        const inner = gelu(linear(layerNorm(h, layer.ln2), layer.mlpIn));
        return tf.add<tf.Tensor2D>(h, linear(inner, layer.mlpOut));
      });
      x.dispose();
      x = next;
      if ((await breather.breathe()) && signal?.aborted) break;
    }
    cache.length += rows;
    return x;
  }

  private embed(tokens: Int32Array, from: number): tf.Tensor2D {
    const { tokens: rows, positions } = this.embedding;
    const ids = tf.tensor1d(tokens, 'int32');
    const places = tf.slice(positions, [from, 0], [tokens.length, this.architecture.width]);
    return tf.add(tf.gather(rows, ids), places);
  }

  /** Final norm and head; disposes of `hidden`. */
  private async logitsOf(hidden: tf.Tensor2D): Promise<Float32Array> {
    const logits = tf.tidy(() => tf.matMul(layerNorm(hidden, this.final), this.head));
    hidden.dispose();
    try {
      return await logits.data<'float32'>();
    } finally {
      logits.dispose();
    }
  }

  private check(held: number, tokens: Int32Array): void {
    const { blockSize, vocabulary } = this.architecture;
    if (held + tokens.length > blockSize) {
      throw new TesseraError(
        'sequence-too-long',
        `${held + tokens.length} tokens do not fit the transformer's block of ${blockSize}`,
        'use a shorter sequence',
      );
    }
    const wrong = tokens.find((token) => token < 0 || token >= vocabulary);
    if (wrong !== undefined) {
      throw new TesseraError(
        'token-out-of-range',
        `token ${wrong} is outside the vocabulary of ${vocabulary}`,
        'use tokens that were made with this model',
      );
    }
  }
}
