import { MOST_POSE_BYTES, type PoseReading, readKeypoints } from '../../conditioning/keypointFile.ts';
import { photoOfSamples, unpackSamples } from '../../conditioning/samples.ts';
import { checkSkeleton } from '../../conditioning/skeletonPicture.ts';
import { TesseraError } from '../../core/errors.ts';
import { isPng } from '../../core/png/chunks.ts';
import { readPng } from '../paint/readPng.ts';
import { type PoseDrawing, resized } from './poseDocument.ts';
import { presetPose } from './posePresets.ts';

interface Size {
  readonly height: number;
  readonly width: number;
}

export interface PoseImport {
  readonly drawing: PoseDrawing;
  /** Absent for pictures. */
  readonly reading?: PoseReading;
}

/**
 * A pose from keypoints as JSON, or from a PNG of a skeleton, which is taken as it is, on a canvas of this size.
 * @throws TesseraError those of readKeypoints and checkSkeleton, `pose-too-large`
 */
export async function poseOfFile(file: File, size: Size): Promise<PoseImport> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (!isPng(head) && file.size > MOST_POSE_BYTES) {
    throw new TesseraError(
      'pose-too-large',
      `${file.name} is no keypoint file: those have a few KiB`,
      'give keypoints as JSON, or a skeleton as PNG',
    );
  }
  return poseOfBytes(new Uint8Array(await file.arrayBuffer()), file.name, size);
}

/** The same from bytes. */
export function poseOfBytes(bytes: Uint8Array, name: string, size: Size): PoseImport {
  if (isPng(bytes)) return { drawing: resized(ofPicture(bytes, name), size.height, size.width) };
  const reading = readKeypoints(bytes, name, size);
  const drawing = resized({ ...reading.pose, picture: null }, size.height, size.width);
  return { drawing, reading };
}

function ofPicture(bytes: Uint8Array, name: string): PoseDrawing {
  const picture = photoOfSamples(unpackSamples(readPng(bytes)));
  checkSkeleton(picture, name);
  const { height, width } = picture;
  return { ...presetPose('standing', height, width), picture };
}
