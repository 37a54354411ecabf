import type { UsageFile } from '../checkpoint/usageFile.ts';
import type { Photo } from '../conditioning/photo.ts';
import type { Codebook } from '../core/codebook/codebook.ts';
import type { TokenGrid } from '../core/grid.ts';
import type { Latents } from '../networks/vqgan/vqgan.ts';
import type { Pixels } from './pixels.ts';

/** What the page asks of the model's image stage and folder. */
export type StageQuestion =
  | { readonly about: 'codebook' }
  /** The file with a small picture of each class. */
  | { readonly about: 'classes' }
  /** Sides are rounded down to whole tokens. */
  | { readonly about: 'encode'; readonly photo: Photo }
  /** Between what the encoder gave for two pictures of the same size, `share` 0 to 1 of the way. */
  | {
      readonly about: 'blend';
      readonly from: Latents;
      readonly to: Latents;
      readonly share: number;
      /** Replace every mixed vector by the nearest code, as for a picture; else decode it as it is. */
      readonly quantize: boolean;
    };

export type StageAnswer =
  | {
      readonly about: 'codebook';
      readonly codebook: Codebook;
      readonly quantizer: 'vector' | 'gumbel';
      /** null when the model's folder ships none. */
      readonly usage: UsageFile | null;
    }
  /** WebP; null when the model's folder ships none. */
  | { readonly about: 'classes'; readonly pictures: Uint8Array<ArrayBuffer> | null }
  | { readonly about: 'encode'; readonly grid: TokenGrid; readonly latents: Latents }
  | { readonly about: 'blend'; readonly grid: TokenGrid | null; readonly pixels: Pixels };

export type StageAnswerTo<About extends StageQuestion['about']> = Extract<StageAnswer, { about: About }>;

export interface StageToWorker {
  readonly type: 'stage';
  readonly id: number;
  readonly question: StageQuestion;
}

export interface StageFromWorker {
  readonly type: 'staged';
  readonly id: number;
  readonly answer: StageAnswer;
}
