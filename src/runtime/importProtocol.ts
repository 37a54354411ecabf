/** Messages between the page and the worker that inspects, imports and verifies models. Files cross as handles. */
import type { ModelDescription } from '../checkpoint/describe.ts';
import type { Manifest } from '../checkpoint/manifest.ts';
import type { StageRole } from '../checkpoint/supplyStage.ts';
import type { ErrorReport } from '../core/errors.ts';

/** Where a model is taken from. */
export type ImportSource =
  /** Checkpoint files: the one with the transformer, and files with stages that it lacks. */
  | { readonly kind: 'checkpoint'; readonly files: readonly File[]; readonly config: File | null }
  /** The files of a model folder, model.json among them. */
  | { readonly kind: 'folder'; readonly files: readonly File[] }
  /** Address of a model folder. */
  | { readonly kind: 'url'; readonly url: string };

/** What is in a source. */
export interface Found {
  readonly model: Omit<ModelDescription, 'tensors'>;
  /** Name of the file with the transformer, or of the folder's model. */
  readonly title: string;
  /** Stages that come from another file. */
  readonly supplied: readonly { readonly role: StageRole; readonly file: string }[];
  /** The head count that the weights show, where nothing else tells it; absent where they show none. */
  readonly shownHeads?: number;
  /** Of a model folder, which is taken as it is; null where a conversion is needed. */
  readonly manifest: Manifest | null;
}

export interface ImportChoices {
  readonly dtype: Manifest['dtype'];
  /** Where no YAML tells it. */
  readonly heads?: number;
  readonly name: string;
  /** What the model makes and where it is from, in words; empty where that is not known. */
  readonly description: string;
  readonly origin: string;
}

export interface ImportProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** null until the speed is known. */
  readonly secondsLeft: number | null;
}

export type ToImporter =
  | { readonly type: 'inspect'; readonly id: number; readonly source: ImportSource }
  | {
      readonly type: 'import';
      readonly id: number;
      readonly source: ImportSource;
      readonly choices: ImportChoices;
    }
  /** Whether a file is, byte for byte, the published one. */
  | { readonly type: 'identify'; readonly id: number; readonly file: File; readonly sha256: string }
  | { readonly type: 'verify'; readonly id: number; readonly key: string }
  /** Removes what imports left behind that ended with their page. */
  | { readonly type: 'sweep'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number };

export type FromImporter =
  | { readonly type: 'progress'; readonly id: number; readonly progress: ImportProgress }
  | { readonly type: 'inspected'; readonly id: number; readonly found: Found }
  /** `key`: the model's name in the store. */
  | {
      readonly type: 'imported';
      readonly id: number;
      readonly key: string;
      readonly warnings: readonly string[];
    }
  | { readonly type: 'identified'; readonly id: number; readonly same: boolean }
  /** Names of the files that are not what they were. */
  | { readonly type: 'verified'; readonly id: number; readonly damaged: readonly string[] }
  | { readonly type: 'swept'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorReport };
