import {
  checkSkeleton,
  MOST_POSE_BYTES,
  type PoseReading,
  readKeypoints,
} from '../../conditioning/poseFile.ts';
import type { Photo } from '../../conditioning/photo.ts';
import { isGray, type Samples, unpackSamples } from '../../conditioning/samples.ts';
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
  const samples = unpackSamples(readPng(bytes));
  const picture = rgbOf(samples);
  checkSkeleton(picture, name);
  const { height, width } = picture;
  return { ...presetPose('standing', height, width), picture };
}

/** 8 bits a channel; alpha is dropped, as for photos. */
function rgbOf(samples: Samples): Photo {
  const { height, width, channels, data, most, palette } = samples;
  const rgb = new Uint8Array(height * width * 3);
  const gray = channels < 3 || (!palette && isGray(samples));
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) {
      const value = palette
        ? (palette[data[i]]?.[c] ?? 0)
        : Math.floor((255 * data[i * channels + (gray ? 0 : c)]) / most);
      rgb[3 * i + c] = value;
    }
  }
  return { height, width, rgb };
}
