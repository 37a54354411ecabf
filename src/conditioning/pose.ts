import { toUnitRange } from '../core/uint8.ts';
import type { Picture } from '../networks/vqgan/picture.ts';
import type { Photo } from './photo.ts';

/** Place in pixels of the canvas, and how sure it is; 0 = missing. */
export type Keypoint = readonly [x: number, y: number, confidence: number];

/** One person: 18 keypoints in OpenPose's COCO order (`JOINTS`), on a canvas of this size. */
export interface Pose {
  readonly height: number;
  readonly width: number;
  readonly keypoints: readonly Keypoint[];
}

/** Left and right are the person's own. */
export const JOINTS = [
  'nose',
  'neck',
  'rightShoulder',
  'rightElbow',
  'rightWrist',
  'leftShoulder',
  'leftElbow',
  'leftWrist',
  'rightHip',
  'rightKnee',
  'rightAnkle',
  'leftHip',
  'leftKnee',
  'leftAnkle',
  'rightEye',
  'leftEye',
  'rightEar',
  'leftEar',
] as const;

interface Limb {
  readonly from: number;
  readonly to: number;
  /** RGB. */
  readonly colour: readonly [number, number, number];
}

/** In the order of drawing; the colours tell the limbs and the two sides apart. */
export const LIMBS: readonly Limb[] = (
  [
    [1, 2, 0xff0000],
    [1, 5, 0xff5500],
    [2, 3, 0xffaa00],
    [3, 4, 0xffff00],
    [5, 6, 0xaaff00],
    [6, 7, 0x55ff00],
    [1, 8, 0x00ff00],
    [8, 9, 0x00ff55],
    [9, 10, 0x00ffaa],
    [1, 11, 0x00ffff],
    [11, 12, 0x00aaff],
    [12, 13, 0x0055ff],
    [1, 0, 0x0000ff],
    [0, 14, 0x5500ff],
    [14, 16, 0xaa00ff],
    [0, 15, 0xff00ff],
    [15, 17, 0xff00aa],
  ] as const
).map(([from, to, rgb]) => ({ from, to, colour: [rgb >> 16, (rgb >> 8) & 255, rgb & 255] }));

/** Half the thickness of a limb, in pixels of a picture of 256 rows. */
const RADIUS = 4;

/** Limbs whose two ends are there. */
export function limbsOf({ keypoints }: Pick<Pose, 'keypoints'>): readonly Limb[] {
  return LIMBS.filter(({ from, to }) => keypoints[from][2] > 0 && keypoints[to][2] > 0);
}

/**
 * The skeleton as the stage is shown it: on black, every pixel whose centre is no further than `4 * height / 256` from a
 * limb has the limb's colour, later limbs over earlier ones, nothing blended. The training draws by the same rule.
 */
export function posePhoto(pose: Pose): Photo {
  const { height, width, keypoints } = pose;
  const rgb = new Uint8Array(height * width * 3);
  const radius = (RADIUS * height) / 256;
  for (const { from, to, colour } of limbsOf(pose)) {
    const [ax, ay] = keypoints[from];
    const [bx, by] = keypoints[to];
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const top = Math.max(0, Math.floor(Math.min(ay, by) - radius - 1));
    const bottom = Math.min(height, Math.ceil(Math.max(ay, by) + radius + 1));
    const left = Math.max(0, Math.floor(Math.min(ax, bx) - radius - 1));
    const right = Math.min(width, Math.ceil(Math.max(ax, bx) + radius + 1));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const [x, y] = [column + 0.5, row + 0.5];
        const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
        const [ex, ey] = [x - (ax + along * dx), y - (ay + along * dy)];
        if (ex * ex + ey * ey <= radius * radius) rgb.set(colour, 3 * (row * width + column));
      }
    }
  }
  return { height, width, rgb };
}

/** The same in the networks' range: byte / 127.5 - 1, 3 channels. */
export function posePicture(pose: Pose): Picture {
  const { height, width, rgb } = posePhoto(pose);
  return { height, width, channels: 3, values: Float32Array.from(rgb, toUnitRange) };
}

/** The figure on a canvas of another size: as large as fits, in the middle, in its own proportions. */
export function resamplePose(pose: Pose, height: number, width: number): Pose {
  if (pose.height === height && pose.width === width) return pose;
  const { scale, left, top } = placed(pose, height, width);
  const keypoints = pose.keypoints.map(([x, y, c]): Keypoint => [x * scale + left, y * scale + top, c]);
  return { height, width, keypoints };
}

/** A skeleton picture on a canvas of another size, placed alike; each pixel keeps a colour of its own, unblended. */
export function resampleSkeleton(photo: Photo, height: number, width: number): Photo {
  if (photo.height === height && photo.width === width) return photo;
  const { scale, left, top } = placed(photo, height, width);
  const rgb = new Uint8Array(height * width * 3);
  for (let row = 0; row < height; row++) {
    const y = Math.floor((row + 0.5 - top) / scale);
    if (y < 0 || y >= photo.height) continue;
    for (let column = 0; column < width; column++) {
      const x = Math.floor((column + 0.5 - left) / scale);
      if (x < 0 || x >= photo.width) continue;
      const from = 3 * (y * photo.width + x);
      rgb.set(photo.rgb.subarray(from, from + 3), 3 * (row * width + column));
    }
  }
  return { height, width, rgb };
}

function placed(from: { readonly height: number; readonly width: number }, height: number, width: number) {
  const scale = Math.min(height / from.height, width / from.width);
  return { scale, left: (width - from.width * scale) / 2, top: (height - from.height * scale) / 2 };
}

/** For each joint the one of the other side; of the middle ones themselves. */
const OTHER_SIDE = [0, 1, 5, 6, 7, 2, 3, 4, 11, 12, 13, 8, 9, 10, 15, 14, 17, 16] as const;

/** Left and right change places, in the picture and on the person, who looks the same way as before. */
export function mirrorPose({ height, width, keypoints }: Pose): Pose {
  const mirrored = OTHER_SIDE.map((other): Keypoint => {
    const [x, y, c] = keypoints[other];
    return [width - x, y, c];
  });
  return { height, width, keypoints: mirrored };
}
