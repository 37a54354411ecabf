import type { CheckpointSpec } from './torchWriter.ts';

/** A checkpoint of a few hundred bytes with a view, a half, a scalar, optimizer state and things that are no tensors. */
export const SMALL_CHECKPOINT: CheckpointSpec = {
  storages: [
    { key: '0', dtype: 'f32', elements: 24 },
    { key: '1', dtype: 'f16', elements: 6 },
    { key: '2', dtype: 'i64', elements: 3 },
  ],
  tensors: [
    { name: 'transformer.pos_emb', storage: '0', shape: [1, 4, 6] },
    { name: 'view', storage: '0', shape: [4, 2], stride: [1, 8], offset: 1 },
    { name: 'half', storage: '1', shape: [2, 3], parameter: true },
    { name: 'count', storage: '2', shape: [] },
  ],
  optimizer: [{ name: 'exp_avg', storage: '1', shape: [6] }],
  extra: (p) =>
    p
      .text('callbacks')
      .dict(() => p.global('pl.callbacks', 'Checkpoint').list(() => p.int(1).long(1n << 60n))),
};

/** Bytes of its storages, by key. */
export const SMALL_STORAGES = new Map([
  ['0', new Uint8Array(Float32Array.from({ length: 24 }, (_, i) => i / 3).buffer)],
  ['1', new Uint8Array(Uint16Array.from({ length: 6 }, (_, i) => 0x3c00 + i).buffer)],
  ['2', new Uint8Array(BigInt64Array.of(1n, 2n, 3n).buffer)],
]);
