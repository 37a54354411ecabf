import { resizeBicubic } from '../../src/conditioning/bicubic.ts';
import { resampleDepth } from '../../src/conditioning/depth.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { resampleLabels } from '../../src/core/layout.ts';
import type { ConditionKind } from '../../src/core/settings.ts';
import type { ConditionInput } from '../../src/runtime/condition.ts';
import { readDepth, readLabels, readPhoto } from './pictures.ts';

/** Conditions that are read from a picture file. */
export type FileCondition = Extract<
  ConditionInput,
  { kind: 'segmentation' | 'depth' | 'edges' | 'low-resolution' }
>;

/** @throws TesseraError `condition-without-file`, and those of reading pictures */
export async function readConditionFile(kind: ConditionKind, path: string): Promise<FileCondition> {
  switch (kind) {
    case 'segmentation':
      return { kind, map: await readLabels(path) };
    case 'depth':
      return { kind, map: await readDepth(path) };
    case 'edges':
    case 'low-resolution':
      return { kind, photo: await readPhoto(path) };
    case 'class':
    case 'coordinates':
    case 'none':
    case 'pose':
      throw new TesseraError(
        'condition-without-file',
        `the condition ${kind} is not made from a picture`,
        'leave the file out, or choose another kind',
      );
  }
}

/** Size of the file's picture in pixels. */
export function conditionSize(input: FileCondition): { readonly height: number; readonly width: number } {
  return 'map' in input ? input.map : input.photo;
}

/** The condition at another size: nearest label, bilinear depth, bicubic photo. */
export function resampleCondition(input: FileCondition, height: number, width: number): FileCondition {
  switch (input.kind) {
    case 'segmentation':
      return { ...input, map: resampleLabels(input.map, height, width) };
    case 'depth':
      return { ...input, map: resampleDepth(input.map, height, width) };
    case 'edges':
    case 'low-resolution':
      return { ...input, photo: resizeBicubic(input.photo, height, width) };
  }
}
