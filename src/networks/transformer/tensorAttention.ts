import * as tf from '../tf.ts';
import type { Attention } from './attention.ts';

/** Rows that are appended one by one before they join the body. */
const TAIL_ROWS = 32;
/** Stands for minus infinity: exp gives exactly 0, and shaders may not rely on infinities. */
const MASKED = -1e30;

/** Keys [heads, size, positions] and values [heads, positions, size] of consecutive positions. */
interface Segment {
  readonly keys: tf.Tensor3D;
  readonly values: tf.Tensor3D;
}

/**
 * Attention as tensor operations, for backends that compute elsewhere. A large body grows rarely and a short
 * tail grows with each token: one-token steps copy little, and GPU buffers come in few sizes (tfjs keeps freed
 * buffers for ever, by exact size).
 */
export class TensorAttention implements Attention {
  private body: Segment | null = null;
  private tail: Segment | null = null;

  constructor(
    private readonly heads: number,
    private readonly size: number,
  ) {}

  attend(qkv: tf.Tensor2D, from: number, unmasked: number): tf.Tensor2D {
    const { heads, size } = this;
    const rows = qkv.shape[0];
    const byHead = tf.transpose(tf.reshape(qkv, [rows, 3 * heads, size]), [1, 0, 2]);
    const [queries, keys, values] = tf.split<tf.Tensor3D>(byHead, 3);
    this.append({ keys: tf.transpose(keys, [0, 2, 1]), values });

    const segments = this.segments();
    const scaled = tf.mul(queries, size ** -0.5);
    const parts = segments.map((segment) => tf.matMul(scaled, segment.keys));
    let scores = parts.length === 1 ? parts[0] : tf.concat(parts, 2);
    if (rows > 1) scores = tf.add(scores, causalMask(from, rows, unmasked));
    const weights = tf.softmax(scores);
    const lengths = segments.map((segment) => segment.values.shape[1]);
    const shares = lengths.length === 1 ? [weights] : tf.split(weights, lengths, 2);
    const mixed = segments.map((segment, index) => tf.matMul(shares[index], segment.values));
    return tf.reshape(tf.transpose(tf.addN(mixed), [1, 0, 2]), [rows, heads * size]);
  }

  reset(): void {
    for (const segment of this.segments()) disposeSegment(segment);
    this.body = this.tail = null;
  }

  private append(added: Segment): void {
    const tailRows = (this.tail?.values.shape[1] ?? 0) + added.values.shape[1];
    if (tailRows <= TAIL_ROWS) {
      this.tail = join([this.tail, added]);
    } else {
      this.body = join([this.body, this.tail, added]);
      this.tail = null;
    }
  }

  private segments(): Segment[] {
    return [this.body, this.tail].filter((part) => part !== null);
  }
}

/** Joins segments, which it disposes of; the result survives the surrounding tidy. */
function join(parts: readonly (Segment | null)[]): Segment {
  const present = parts.filter((part) => part !== null);
  const keys = present.map((part) => part.keys);
  const values = present.map((part) => part.values);
  const single = present.length === 1;
  const joined = single ? present[0] : { keys: tf.concat(keys, 2), values: tf.concat(values, 1) };
  if (!single) for (const part of present) disposeSegment(part);
  tf.keep(joined.keys);
  tf.keep(joined.values);
  return joined;
}

function disposeSegment({ keys, values }: Segment): void {
  keys.dispose();
  values.dispose();
}

/**
 * Additive mask of the places `from` to `from + rows - 1` over all places so far: causal, except that the first
 * `unmasked` places all see each other (reference section 2.1).
 */
function causalMask(from: number, rows: number, unmasked: number): tf.Tensor2D {
  const places = from + rows;
  const mask = new Float32Array(rows * places);
  for (let row = 0; row < rows; row++) {
    const reach = from + row < unmasked ? Math.min(unmasked, places) : from + row + 1;
    mask.fill(MASKED, row * places + reach, (row + 1) * places);
  }
  return tf.tensor2d(mask, [rows, places]);
}
