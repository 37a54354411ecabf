import { hasPngSignature } from 'fast-png';

import type { ConditionInput } from '../../src/conditioning/input.ts';
import { checkSkeleton, readKeypoints } from '../../src/conditioning/poseFile.ts';
import type { FileReading } from './conditionFile.ts';
import { readBytes } from './files.ts';
import { readPhoto } from './pictures.ts';

const USUAL_CANVAS = { height: 256, width: 256 };

/** Keypoints as JSON, or a skeleton as PNG. @throws TesseraError those of readKeypoints, checkSkeleton and readPhoto */
export async function readPose(
  path: string,
  { canvas, note }: FileReading,
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
