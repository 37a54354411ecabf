/**
 * The module's face to other pages, in one file without imports: `npm run build:lib` hands it out as `tessera.d.ts`.
 * tessera.ts is checked against it, so the two cannot drift apart.
 */

export interface OpenOptions {
  /** `auto`, the default, takes WebGPU where a real graphics adapter is there, else WebAssembly. */
  readonly backend?: 'auto' | 'webgpu' | 'wasm';
  /** Folder of tfjs's .wasm files, with a trailing slash; `wasm/` beside the module by default. */
  readonly wasmUrl?: string;
  /** Told while weights arrive, from the network or from the browser's storage. */
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface LoadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** True while the bytes come from the browser's own storage. */
  readonly fromStorage: boolean;
}

export type ConditionKind =
  'segmentation' | 'depth' | 'edges' | 'low-resolution' | 'class' | 'pose' | 'coordinates' | 'none';

/** One class of a layout. */
export interface Label {
  readonly id: number;
  readonly name: string;
  /** `#rrggbb`, for display. */
  readonly color: string;
}

/** Three bytes a pixel, row-major: `rgb.length === height * width * 3`. */
export interface Photo {
  readonly height: number;
  readonly width: number;
  readonly rgb: Uint8Array;
}

/** What a picture is drawn from. Maps of another size than the picture are resampled to it. */
export type Condition =
  /** One label id a pixel, row-major. */
  | {
      readonly kind: 'segmentation';
      readonly map: { readonly height: number; readonly width: number; readonly labels: Uint8Array };
    }
  /** In any unit, row-major; larger is nearer. */
  | {
      readonly kind: 'depth';
      readonly map: { readonly height: number; readonly width: number; readonly depth: Float32Array };
    }
  /** A photo whose outlines are found, or edges: 0 or 1 a pixel, row-major. */
  | { readonly kind: 'edges'; readonly photo: Photo }
  | {
      readonly kind: 'edges';
      readonly edges: { readonly height: number; readonly width: number; readonly edges: Uint8Array };
    }
  /** A photo that is made small and drawn large again. */
  | { readonly kind: 'low-resolution'; readonly photo: Photo }
  | { readonly kind: 'class'; readonly id: number }
  /** A picture of a skeleton in OpenPose's colours. */
  | { readonly kind: 'pose'; readonly photo: Photo }
  | { readonly kind: 'coordinates' }
  | { readonly kind: 'none' };

export interface SampleRequest {
  readonly condition: Condition;
  /** Size of the picture in pixels, multiples of the model's `tileSize`; one window by default. */
  readonly width?: number;
  readonly height?: number;
  /** A whole number from 0 on; the same one gives the same tokens. 0 by default. */
  readonly seed?: number;
  /** 1 by default. */
  readonly temperature?: number;
  /** Only the k likeliest codes may be drawn; 0 = all. 100 by default. */
  readonly topK?: number;
  /** Only the likeliest codes that together reach this share may be drawn. 1 by default. */
  readonly topP?: number;
  /** The likeliest code, every time. */
  readonly greedy?: boolean;
  /** `exact` where the picture is one window, else `stride-4` by default. */
  readonly window?: 'exact' | 'stride-4' | 'stride-8';
  /** How much more than its probability says each draw follows the condition; what the model recommends by default. */
  readonly guidance?: number;
  /** Tokens to keep, row-major; cells holding -1 are drawn. */
  readonly keep?: Int32Array;
}

/** A part of a picture, or all of it: `new ImageData(rgba, width, height)` at `left`, `top`. */
export interface Pixels {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  /** `height * width * 4`. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export type SampleEvent =
  /** Tokens that were drawn since the last event: cells as row-major indices, and their codes. */
  | {
      readonly type: 'tokens';
      readonly cells: Int32Array;
      readonly tokens: Int32Array;
      /** Drawn so far, of those to draw. */
      readonly drawn: number;
      readonly total: number;
    }
  /** A part of the picture as it will about be: the end decodes all of it once more, as a whole. */
  | { readonly type: 'preview'; readonly pixels: Pixels }
  /** The last event: the whole picture, and the record that says how to draw it again. */
  | { readonly type: 'done'; readonly record: RunRecord; readonly pixels: Pixels };

/** Model, settings, condition and every token of a run, as plain JSON. */
export interface RunRecord {
  readonly version: 1;
  readonly model: { readonly id: string; readonly hash: string };
  readonly grid: { readonly height: number; readonly width: number };
  readonly settings: {
    readonly kind: ConditionKind;
    readonly seed: number;
    readonly temperature: number;
    readonly topK: number;
    readonly topP: number;
    readonly greedy: boolean;
    readonly window: 'exact' | 'stride-4' | 'stride-8';
    readonly guidance?: number;
  };
  readonly condition: {
    readonly kind: ConditionKind;
    readonly height: number;
    readonly width: number;
    readonly tokens: readonly number[];
  };
  /** Row-major. */
  readonly tokens: readonly number[];
  readonly stats: { readonly positions: number; readonly tokens: number; readonly elapsedMs: number };
}

/** A grid of codes, row-major: `tokens.length === height * width`. */
export interface TokenGrid {
  readonly height: number;
  readonly width: number;
  readonly tokens: Int32Array | readonly number[];
}

/** The draw of one token, made again. */
export interface TokenFacts {
  /** Raw scores of every code, before temperature. */
  readonly logits: Float32Array;
  /** The number in [0, 1) that chose; 0 when greedy. */
  readonly u: number;
  /** The code that these logits and this number give. */
  readonly drawn: number;
  /** Codes that could be drawn after temperature, top-k and top-p, the likeliest first; ten at most. */
  readonly candidates: readonly { readonly id: number; readonly probability: number }[];
  /** Nats. */
  readonly entropy: number;
}

/** A loaded model. What it is asked for is done one after the other. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly license: string;
  /** Names these weights. */
  readonly hash: string;
  readonly kinds: readonly ConditionKind[];
  /** Of layouts; empty where the model draws from none. */
  readonly labels: readonly Label[];
  /** Pixels a token, each way. */
  readonly tileSize: number;
  readonly backend: 'webgpu' | 'wasm';
  /**
   * Draws a picture, and tells it as it goes. Leaving the loop ends the run, and so does the signal: the iterator then
   * throws its reason. Errors are `TesseraError`s with a stable `code`.
   */
  sample(
    request: SampleRequest,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterableIterator<SampleEvent>;
  /** The picture of a grid of codes. */
  decode(grid: TokenGrid): Promise<Pixels>;
  /** How one token of a run was drawn. */
  inspect(record: RunRecord, row: number, column: number): Promise<TokenFacts>;
  /** Ends the worker and gives all memory back. What is open fails with `model-closed`, and so does what is asked for later. */
  close(): void;
}

/**
 * Loads a model from the folder that holds its `model.json`. Weights are checked against their SHA-256 and kept in the
 * browser's private file system.
 */
export type OpenModel = (folder: string, options?: OpenOptions) => Promise<Model>;
