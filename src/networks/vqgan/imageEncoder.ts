import { downsampling, type VqganArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import type { TokenGrid } from '../../core/grid.ts';
import type { LabelMap } from '../../core/layout.ts';
import type { RunOptions } from './imageDecoder.ts';
import type { Picture } from './picture.ts';

/** Turns pictures or label maps into tokens; by tfjs on any backend, or by kernels of our own on a graphics device. */
export interface ImageEncoder {
  readonly architecture: VqganArchitecture;
  /** Pixels per token along one side. */
  readonly factor: number;
  /**
   * Tokens of a picture with values in [-1, 1]; sizes are rounded down to whole tokens.
   * @throws TesseraError `picture-channels`, `picture-too-small`, `part-not-loaded`, `aborted`, and those of the device
   */
  encodePicture(picture: Picture, options?: RunOptions): Promise<TokenGrid>;
  /** Tokens of a label map. @throws TesseraError `label-out-of-range` and those of encodePicture */
  encodeLabels(map: LabelMap, options?: RunOptions): Promise<TokenGrid>;
  /** What comes before the quantizer, float32 [height, width, embedDim]. @throws TesseraError as encodePicture */
  encodeToLatents(picture: Picture, options?: RunOptions): Promise<Picture>;
  /** @throws TesseraError as encodeLabels */
  labelsToLatents(map: LabelMap, options?: RunOptions): Promise<Picture>;
  /** The nearest code of each latent vector. */
  quantize(latents: Picture): Promise<TokenGrid>;
  /** Gives back what it holds. */
  dispose(): void;
}

/** @throws TesseraError `part-not-loaded`, `picture-channels`, `picture-too-small` */
export function checkPicture(architecture: VqganArchitecture, picture: Picture): void {
  const { inChannels, segmentation } = architecture;
  if (segmentation) throw notLoaded('encoder for pictures');
  if (picture.channels !== inChannels) {
    throw new TesseraError(
      'picture-channels',
      `the encoder reads ${inChannels} channels and the picture has ${picture.channels}`,
      'use a picture of the kind this model was made for',
    );
  }
  checkSize(architecture, picture);
}

/** @throws TesseraError `part-not-loaded`, `label-out-of-range`, `picture-too-small` */
export function checkLabelMap(architecture: VqganArchitecture, map: LabelMap): void {
  const { inChannels, segmentation } = architecture;
  if (!segmentation) throw notLoaded('encoder for label maps');
  checkSize(architecture, map);
  const wrong = map.labels.find((label) => label >= inChannels);
  if (wrong === undefined) return;
  throw new TesseraError(
    'label-out-of-range',
    `the layout holds label id ${wrong} and the model knows ids 0 to ${inChannels - 1}`,
    'use a layout with the labels of this model',
  );
}

function checkSize(
  architecture: VqganArchitecture,
  { height, width }: { height: number; width: number },
): void {
  const factor = downsampling(architecture);
  if (height >= factor && width >= factor) return;
  throw new TesseraError(
    'picture-too-small',
    `${width} x ${height} pixels are less than one token of ${factor} x ${factor}`,
    'use a larger picture',
  );
}

export function notLoaded(part: string): TesseraError {
  return new TesseraError('part-not-loaded', `the model's ${part} is not loaded`, 'load it first');
}
