import type { BackendName } from '../../src/networks/tf.ts';

/** Who computed, and with what. */
export interface BackendFacts {
  readonly backend: BackendName;
  readonly adapter: string | null;
  /** A rasteriser on the processor: its times say nothing about a GPU, ratios on it do. */
  readonly software: boolean;
  /** Optional features of the device. */
  readonly features: readonly string[];
  /** GB/s of a buffer copy, reading and writing counted; null without a device. */
  readonly copyGigabytesPerSecond: number | null;
}

/** One decode of one contender, repeated; times are medians over `runs`. */
export interface DecodeFigure {
  readonly backend: BackendName;
  readonly transformer: string;
  /** What was decoded, for instance `8 tokens`. */
  readonly work: string;
  readonly contender: string;
  readonly runs: number;
  readonly positions: number;
  readonly tokens: number;
  readonly msPerToken: number;
  readonly tokensPerSecond: number;
  readonly dispatchesPerToken?: number;
  /** Time to record and submit: the thread's processor time in Node on Linux, the wall's elsewhere. */
  readonly encodeMsPerToken?: number;
  /** From timestamp queries; absent where the device offers none. */
  readonly gpuMsPerToken?: number;
  readonly weightBytesPerToken?: number;
  /** Bytes of weights read per token, over the time; for steps of one row only. */
  readonly gigabytesPerSecond?: number;
  /** Bytes in graphics memory: weights, activations, caches. */
  readonly gpuBytes?: number;
  /** Caches that fit into the engine's budget. */
  readonly maxSlots?: number;
}

/** Speed of the first against the second on the same work: above 1 the first is faster. */
export interface Ratio {
  readonly backend: BackendName;
  readonly transformer: string;
  readonly work: string;
  readonly contender: string;
  readonly against: string;
  readonly speedup: number;
}

/** Positions that a grid costs, by window mode. */
export interface PositionFigure {
  readonly grid: string;
  readonly reference: number;
  readonly exact: number;
  readonly stride4: number;
  readonly stride8: number;
  readonly slots4: number;
  readonly slots8: number;
}

/** A whole picture with a model's own weights, on a warm page; medians in ms. */
export interface PictureFigure {
  readonly backend: BackendName;
  readonly model: string;
  readonly grid: string;
  readonly runs: number;
  /** From Generate. */
  readonly firstTokenMs: number;
  readonly firstPreviewMs: number;
  /** The first decoded window: the finished picture of a grid of one window. */
  readonly firstWindowMs: number;
  /** The decoder alone. */
  readonly decodeMs: number;
}

export interface BenchReport {
  readonly version: 1;
  readonly when: string;
  readonly platform: string;
  readonly cores: number;
  /** Load average at the start; null where it is not told (browsers). */
  readonly load: number | null;
  readonly backends: readonly BackendFacts[];
  readonly positions: readonly PositionFigure[];
  readonly decode: readonly DecodeFigure[];
  readonly ratios: readonly Ratio[];
  readonly pictures: readonly PictureFigure[];
  /** What was not measured, and why. */
  readonly leftOut: readonly string[];
}
