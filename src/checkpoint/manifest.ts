// contract of model.json (design 2.3); the schema that validates it lives beside this type
import type {
  ConditionArchitecture,
  TransformerArchitecture,
  VqganArchitecture,
} from '../core/architecture.ts';
import type { ConditionKind } from '../core/settings.ts';
import type { Label } from '../core/labels.ts';

export interface Conditioning {
  readonly kind: ConditionKind;
  /** null for kinds that need no stage of their own. */
  readonly stage: ConditionArchitecture | null;
  /** Added to the stage's ids before the transformer sees them; 0 for published models. */
  readonly tokenOffset: number;
  readonly labels?: readonly Label[];
  /** What people should know who draw this condition, such as where its training data came from. */
  readonly note?: string;
}

/** Pictures a row in the file of class pictures, in the order of the class condition's labels; they are square. */
export const CLASS_COLUMNS = 8;

export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'tessera-model';
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly source: string;
  readonly trainedOn: string;
  readonly imageStage: VqganArchitecture | null;
  readonly conditioning: readonly Conditioning[];
  readonly transformer: TransformerArchitecture | null;
  /** Index order of the z sequence; absent = row-major. Table as in the checkpoint's `permuter` buffers. */
  readonly permuter?: readonly number[];
  /** Name of the file (listed in `files`) with the tile of every code, for previews before a decode. */
  readonly tiles?: string;
  /** Name of the file (listed in `files`) that says how the codes are used in pictures. */
  readonly usage?: 'usage.json';
  /** Name of the file (listed in `files`) with a small picture of each class, `CLASS_COLUMNS` a row. */
  readonly classPictures?: 'classes.webp';
  /** What its authors recommend to draw with: the defaults of the command and the page. */
  readonly sampling?: { readonly guidance?: number };
  readonly files: readonly ModelFile[];
  readonly dtype: 'f32' | 'f16' | 'int8';
}
