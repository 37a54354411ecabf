import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import type { BackendName } from '../../src/networks/tf.ts';
import type { DecodeCase } from './decodeCase.ts';

/** Who may take part in a case; what takes minutes on a software adapter is left to few. */
export type ContenderName =
  | 'tessera f32'
  | 'tessera f16'
  | 'tessera int8'
  | 'tessera f16 with subgroups'
  | 'tessera f16 without subgroups'
  | 'tessera'
  | 'tfjs with cache'
  | 'reference rule, tfjs'
  | 'onnxruntime-web'
  | 'PyTorch';

interface PlannedCase extends DecodeCase {
  readonly contenders: readonly ContenderName[];
}

export interface PlannedTransformer {
  readonly name: string;
  readonly architecture: TransformerArchitecture;
  readonly cases: readonly PlannedCase[];
}

/** `quick`: seconds, a tiny shape; `standard`: what any machine can do; `full`: also the published models' shape and large grids. */
export type Extent = 'quick' | 'standard' | 'full';

export interface PlanOptions {
  readonly backend: BackendName;
  /** A rasteriser on the processor: only short cases. */
  readonly software: boolean;
  readonly extent: Extent;
  /** The shipped model's transformer, from its manifest. */
  readonly shipped: { readonly name: string; readonly architecture: TransformerArchitecture } | null;
}

const tokens = (count: number, ...contenders: ContenderName[]): PlannedCase => ({
  work: count === 1 ? '1 token' : `${count} tokens`,
  height: 16,
  width: 16,
  mode: 'exact',
  condition: 'prefix',
  tokens: count,
  contenders,
});

/** The condition's 256 positions, and one token. */
const prefill = (...contenders: ContenderName[]): PlannedCase => ({
  ...tokens(1, ...contenders),
  work: 'first token of a layout',
  condition: 'spatial',
});

/** A grid behind its layout, window by window. */
const grid = (height: number, width: number, ...contenders: ContenderName[]): PlannedCase => ({
  work: `${height}x${width} grid`,
  height,
  width,
  mode: height === 16 && width === 16 ? 'exact' : 'stride-4',
  condition: 'spatial',
  tokens: height * width,
  contenders,
});

const gpt = (layers: number, heads: number, width: number, vocabulary: number): TransformerArchitecture => ({
  layers,
  heads,
  width,
  vocabulary,
  blockSize: 512,
  unmasked: 0,
});

const TINY: Omit<PlannedTransformer, 'cases'> = { name: '2 x 64', architecture: gpt(2, 4, 64, 128) };
/** Narrow, so that what 24 layers of dispatches cost shows on any adapter. */
const DEEP: Omit<PlannedTransformer, 'cases'> = {
  name: '24 x 64 (cost of dispatches)',
  architecture: gpt(24, 4, 64, 1024),
};
const PUBLISHED: Omit<PlannedTransformer, 'cases'> = {
  name: '24 x 1024 (published)',
  architecture: gpt(24, 16, 1024, 1024),
};

/** Transformers and cases of one backend. */
export function planOf(options: PlanOptions): PlannedTransformer[] {
  switch (options.backend) {
    case 'webgpu':
      return webGpuPlan(options);
    case 'wasm':
      return wasmPlan(options);
    case 'cpu':
      // tfjs's own JavaScript loops: the measure of last resort, and slow.
      return [
        { ...TINY, cases: [tokens(4, 'tessera'), { ...tokens(1, 'tessera', 'reference rule, tfjs') }] },
      ];
  }
}

function shippedAs({ shipped }: PlanOptions): Omit<PlannedTransformer, 'cases'>[] {
  if (shipped === null) return [];
  const { layers, width } = shipped.architecture;
  return [{ name: `${layers} x ${width} (${shipped.name})`, architecture: shipped.architecture }];
}

function webGpuPlan(options: PlanOptions): PlannedTransformer[] {
  const { extent, software } = options;
  // The one of them takes part that the device did not choose.
  const otherLanes: ContenderName[] = ['tessera f16 with subgroups', 'tessera f16 without subgroups'];
  const tiny: PlannedTransformer = {
    ...TINY,
    cases: [
      tokens(8, 'tessera f16', ...otherLanes, 'tfjs with cache'),
      tokens(1, 'tessera f16', 'reference rule, tfjs'),
      prefill('tessera f16', 'tfjs with cache'),
    ],
  };
  if (extent === 'quick') return [{ ...TINY, cases: [tokens(8, 'tessera f16', 'tfjs with cache')] }];
  const count = software ? 8 : 128;
  const ours: ContenderName[] = ['tessera f32', 'tessera f16', 'tessera int8'];
  const shipped = shippedAs(options).map((one) => ({
    ...one,
    cases: [
      tokens(count, ...ours, ...otherLanes, 'tfjs with cache'),
      ...(software ? [] : [tokens(1, 'tessera f16', 'reference rule, tfjs'), grid(16, 16, 'tessera f16')]),
    ],
  }));
  const deep: PlannedTransformer = {
    ...DEEP,
    cases: [tokens(2, 'tessera f16', 'tfjs with cache'), tokens(64, 'tessera f16')],
  };
  if (extent === 'standard') return [tiny, ...shipped, deep];
  const published: PlannedTransformer = {
    ...PUBLISHED,
    cases: [
      tokens(software ? 4 : 128, 'tessera f16', 'tessera int8', 'tfjs with cache', 'PyTorch'),
      prefill('tessera f16', 'tfjs with cache'),
      ...(software
        ? []
        : [grid(16, 16, 'tessera f16'), grid(32, 32, 'tessera f16'), grid(52, 80, 'tessera f16')]),
    ],
  };
  return [tiny, ...shipped, deep, published];
}

function wasmPlan(options: PlanOptions): PlannedTransformer[] {
  const { extent } = options;
  if (extent === 'quick') return [{ ...TINY, cases: [tokens(8, 'tessera', 'onnxruntime-web')] }];
  const transformers = shippedAs(options);
  return (transformers.length > 0 ? transformers : [TINY]).map((one) => ({
    ...one,
    cases: [
      tokens(32, 'tessera', 'onnxruntime-web', 'PyTorch'),
      prefill('tessera', 'onnxruntime-web', 'PyTorch'),
      tokens(1, 'tessera', 'reference rule, tfjs'),
      ...(extent === 'full' ? [grid(16, 16, 'tessera', 'PyTorch'), grid(32, 32, 'tessera')] : []),
    ],
  }));
}
