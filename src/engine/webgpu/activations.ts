import { storageBuffer } from './device.ts';
import { paddedQuads, type Shape } from './shape.ts';

const QUAD_BYTES = 16;

/** Rows of logits that exist at a time; longer forwards read them out in parts. */
export const LOGIT_ROWS = 16;

/** Most workgroups of an attention dispatch that is split along the cache. */
export const SPLIT_WORKGROUPS = 128;

/** The residual stream and the query of a set of rows. */
export interface Stream {
  readonly x: GPUBuffer;
  readonly query: GPUBuffer;
}

/** Everything between the layers, for batches of at most `rows` rows. Every engine has one set and reuses it. */
export interface Activations {
  readonly main: Stream;
  /** Only the rows that draw, in the last layer. */
  readonly drawing: Stream;
  readonly normed: GPUBuffer;
  readonly attended: GPUBuffer;
  readonly splitSums: GPUBuffer;
  readonly hidden: GPUBuffer;
  readonly logits: GPUBuffer;
  readonly scratch: GPUBuffer;
  readonly bytes: number;
  dispose(): void;
}

/** @param draws most draws of a batch, at most LOGIT_ROWS */
export function makeActivations(device: GPUDevice, shape: Shape, rows: number, draws: number): Activations {
  const owned: GPUBuffer[] = [];
  const make = (label: string, quads: number) => {
    const buffer = storageBuffer(device, label, QUAD_BYTES * quads);
    owned.push(buffer);
    return buffer;
  };
  // Few-row products read four rows at a time.
  const room = Math.ceil(rows / 4) * 4;
  const stream = (label: string, count: number): Stream => ({
    x: make(`${label} residual`, count * shape.widthStride),
    query: make(`${label} query`, count * shape.attentionStride),
  });
  return {
    main: stream('main', room),
    drawing: stream('drawing', Math.ceil(draws / 4) * 4),
    normed: make('normed', Math.max(room, LOGIT_ROWS) * shape.widthStride),
    attended: make('attended', room * shape.attentionStride),
    splitSums: make('split sums', SPLIT_WORKGROUPS * (shape.headQuads + 1)),
    hidden: make('hidden', room * paddedQuads(shape.hiddenQuads * 4)),
    logits: make('logits', LOGIT_ROWS * shape.vocabularyQuads),
    scratch: make('draw scratch', 2 * LOGIT_ROWS * shape.vocabularyQuads),
    bytes: owned.reduce((sum, { size }) => sum + size, 0),
    dispose: () => owned.forEach((buffer) => buffer.destroy()),
  };
}
