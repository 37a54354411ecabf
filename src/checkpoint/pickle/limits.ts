/**
 * Bounds on what a pickle may ask for. The largest published checkpoint of the family (48 layers with
 * optimizer state) needs about 150,000 opcodes and 1 MB, so these leave an order of magnitude.
 */
export const PICKLE_LIMITS = {
  bytes: 32 * 2 ** 20,
  opcodes: 2_000_000,
  stack: 1_000_000,
  marks: 1_000,
  memo: 1_000_000,
  /** One string or bytes value. */
  stringBytes: 2 ** 20,
  /** Bytes of a LONG1 or LONG4 integer. */
  integerBytes: 64,
} as const;
