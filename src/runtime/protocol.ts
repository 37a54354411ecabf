import type { ConditionInput } from '../conditioning/input.ts';
import type { ErrorReport } from '../core/errors.ts';
import type { RunRecord } from '../core/runRecord.ts';
import type { SamplingSettings } from '../core/settings.ts';
import type { Manifest } from '../checkpoint/manifest.ts';
import type { StageFromWorker, StageToWorker } from './codebookProtocol.ts';
import type { InspectFromWorker, InspectToWorker } from './inspectProtocol.ts';
import type { Pixels } from './pixels.ts';

/** Messages between the page and the worker that loads, samples and decodes. All buffers are transferred. */

export type BackendName = 'webgpu' | 'wasm';

export interface BackendReport {
  readonly backend: BackendName;
  /** Adapter description on WebGPU; `SIMD` / `SIMD, threads` on WASM. */
  readonly adapter: string;
  /** Why this one and not the better one; null when it is the first choice or was forced. */
  readonly reason: string | null;
}

export interface LoadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** null until the speed is known. */
  readonly secondsLeft: number | null;
  /** True while the bytes come from the browser's own storage. */
  readonly fromStorage: boolean;
}

export interface GenerateJob {
  /** Size of the picture in pixels, multiples of the model's downsampling. */
  readonly height: number;
  readonly width: number;
  readonly settings: SamplingSettings;
  /** Of the kind that the settings name; resampled where it has another size than the picture. */
  readonly condition: ConditionInput;
  /** Tokens to keep (>= 0); cells holding -1 are drawn. Absent = draw all. Row-major, grid size. */
  readonly keep?: Int32Array;
}

/** Tile of every code, side by side: `columns` tiles a row, each `size` x `size` pixels. */
export interface TileAtlas {
  readonly size: number;
  readonly columns: number;
  readonly count: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly height: number;
  readonly width: number;
}

export interface Diagnostics {
  readonly backend: BackendName | null;
  readonly adapter: string;
  readonly model: string | null;
  readonly tensors: number;
  readonly bytes: number;
  readonly deviceLosses: number;
  readonly version: string;
  /** Devices that were started, the present one included. */
  readonly generation: number;
  /** Why this backend and not the better one; null when it is the first choice. */
  readonly reason: string | null;
  readonly engine: string | null;
  /** Of the graphics device; empty on WASM. */
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  /** The last errors that the worker told or the driver complained of, oldest first. */
  readonly errors: readonly ErrorReport[];
}

/** Why a model may not be what its description says, found in its weights or in what it drew. */
export type ModelDoubt =
  /** A run's guesses were nearly even: `evenness` is their entropy as a share of pure chance. */
  | { readonly about: 'guesses'; readonly evenness: number }
  /** The weights look trained with another head count. */
  | { readonly about: 'heads'; readonly stated: number; readonly shown: number }
  /** The transformer does not know which codes of the codebook are alike. */
  | { readonly about: 'codebook' };

export type ToWorker =
  | InspectToWorker
  | StageToWorker
  /** First message. `wasmUrl` is the folder of the .wasm files. */
  | { readonly type: 'start'; readonly backend: BackendName | 'auto'; readonly wasmUrl: string }
  | { readonly type: 'load'; readonly id: number; readonly modelUrl: string }
  | { readonly type: 'generate'; readonly id: number; readonly job: GenerateJob }
  /** Decode a full token grid to pixels. */
  | {
      readonly type: 'decode';
      readonly id: number;
      readonly height: number;
      readonly width: number;
      readonly tokens: Int32Array;
    }
  /** Ends the load, run or decode of that id. */
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'diagnostics'; readonly id: number }
  | { readonly type: 'lose-device' };

export type FromWorker =
  | InspectFromWorker
  | StageFromWorker
  | { readonly type: 'backend'; readonly report: BackendReport }
  | { readonly type: 'loading'; readonly id: number; readonly progress: LoadProgress }
  /** The model is ready to generate. `storage`: where its bytes are kept. */
  | {
      readonly type: 'loaded';
      readonly id: number;
      readonly manifest: Manifest;
      readonly hash: string;
      readonly storage: 'opfs' | 'memory';
      /** Present at once when the model folder ships it, else sent later as `tiles`. */
      readonly tiles: TileAtlas | null;
      /** Pixels per token. */
      readonly downsampling: number;
    }
  | { readonly type: 'tiles'; readonly tiles: TileAtlas }
  /** Tokens drawn since the last message: cells as row-major indices, with their tokens. At most 30 a second. */
  | {
      readonly type: 'drawn';
      readonly id: number;
      readonly cells: Int32Array;
      readonly tokens: Int32Array;
      /** Origin and size of the window being drawn, in cells. */
      readonly window: { top: number; left: number; height: number; width: number };
      readonly drawn: number;
      readonly total: number;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number | null;
    }
  /** A completed window or band of rows, decoded (preview quality until `done`). */
  | { readonly type: 'pixels'; readonly id: number; readonly pixels: Pixels }
  /** The end of a run, cancelled or not. `pixels` is the whole picture; null when nothing complete was drawn. */
  | {
      readonly type: 'done';
      readonly id: number;
      readonly record: RunRecord;
      readonly cancelled: boolean;
      readonly pixels: Pixels | null;
    }
  | { readonly type: 'decoded'; readonly id: number; readonly pixels: Pixels }
  | { readonly type: 'diagnostics'; readonly id: number; readonly diagnostics: Diagnostics }
  /**
   * The graphics device: `lost`, then `recovered` on a new one or `replaced` by WASM. A run that was going on goes on
   * by itself, with the same tokens.
   */
  | {
      readonly type: 'device';
      readonly event: 'lost' | 'recovered' | 'replaced';
      readonly message: string;
      /** Since the worker began. */
      readonly losses: number;
    }
  | { readonly type: 'doubt'; readonly doubt: ModelDoubt }
  /** `id` is null for failures that belong to no request (start-up, lost device). */
  | { readonly type: 'failed'; readonly id: number | null; readonly error: ErrorReport };
