import { hasPngSignature } from 'fast-png';

import type { ConditionInput } from '../../src/conditioning/input.ts';
import { readKeypoints } from '../../src/conditioning/keypointFile.ts';
import { checkSkeleton } from '../../src/conditioning/skeletonPicture.ts';
import { readBytes } from './files.ts';
import { readPhoto } from './pictures.ts';

const USUAL_CANVAS = { height: 256, width: 256 };

export interface PoseReading {
  /** Size in pixels that keypoints are placed on whose file does not tell one; 256 x 256. */
  readonly canvas?: { readonly height: number; readonly width: number };
  /** Told about files that are probably meant otherwise. */
  readonly note?: (text: string) => void;
}

/** Keypoints as JSON, or a skeleton as PNG. @throws TesseraError those of readKeypoints, checkSkeleton and readPhoto */
export async function readPose(
  path: string,
  { canvas, note }: PoseReading,
): Promise<Extract<ConditionInput, { kind: 'pose' }>> {
  const bytes = await readBytes(path);
  if (hasPngSignature(bytes)) {
    const photo = await readPhoto(path);
    checkSkeleton(photo, path);
    return { kind: 'pose', photo };
  }
  const { pose, people, isFitted } = readKeypoints(bytes, path, canvas ?? USUAL_CANVAS);
  if (people > 1) note?.(`${path} holds ${people} people: the first is taken`);
  if (isFitted) {
    note?.(`${path} does not tell the size of its picture: the figure is placed as large as fits`);
  }
  return { kind: 'pose', pose };
}
