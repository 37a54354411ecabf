import * as v from 'valibot';

import { TesseraError } from '../core/errors.ts';
import { type Keypoint, limbsOf, type Pose } from './pose.ts';

/** Keypoints of one person are a few hundred numbers; a file of a crowd still stays far below. */
export const MOST_POSE_BYTES = 2 ** 20;
const MOST_PEOPLE = 1000;

/** Where BODY_25 keeps the 18 joints: it has a middle of the hips at 8 and feet from 19. */
const OF_BODY_25 = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18] as const;

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_384));
const finite = v.pipe(v.number(), v.finite());
const OPENPOSE = v.object({
  people: v.pipe(
    v.array(v.object({ pose_keypoints_2d: v.pipe(v.array(finite), v.maxLength(600)) })),
    v.maxLength(MOST_PEOPLE),
  ),
  // not of OpenPose itself, but of the editors that write its format
  canvas_width: v.optional(side),
  canvas_height: v.optional(side),
});
const PLAIN = v.object({
  width: side,
  height: side,
  keypoints: v.pipe(v.array(v.tuple([finite, finite, finite])), v.maxLength(200)),
});

interface Size {
  readonly height: number;
  readonly width: number;
}

export interface PoseReading {
  readonly pose: Pose;
  /** People in the file; the first is taken. */
  readonly people: number;
  /** The file does not say the size of its picture, so the figure was placed as large as fits. */
  readonly isFitted: boolean;
}

/**
 * Keypoints from JSON: OpenPose's (18 COCO or 25 BODY_25 points of the first person), or `{width, height, keypoints}` with
 * 18 times [x, y, confidence].
 * @param name of the file, for messages
 * @param canvas that a figure is placed on whose file does not tell the size of its picture
 * @throws TesseraError `pose-too-large`, `pose-not-json`, `pose-kind`, `pose-no-person`, `pose-keypoint-count`,
 *   `pose-out-of-range`, `pose-too-few-joints`
 */
export function readKeypoints(bytes: Uint8Array, name: string, canvas: Size): PoseReading {
  if (bytes.length > MOST_POSE_BYTES) {
    throw new TesseraError(
      'pose-too-large',
      `${name} has ${Math.round(bytes.length / 1024)} KiB, and keypoints of a person have a few`,
      'give the keypoints of one picture',
    );
  }
  const { points, size, people } = pointsOf(parse(bytes, name), name);
  checkRange(points, size, name);
  if (limbsOf({ keypoints: points }).length === 0) {
    throw new TesseraError(
      'pose-too-few-joints',
      `${name} has no two joints that make a limb`,
      'give a pose of which at least one limb was found, with confidences above 0',
    );
  }
  if (size) return { pose: { ...size, keypoints: points }, people, isFitted: false };
  return { pose: fitted(points, canvas), people, isFitted: true };
}

/** The file that other tools of pose-guided drawing read as well: OpenPose's, with the size of the canvas. */
export function writeKeypoints({ height, width, keypoints }: Pose): string {
  const flat = keypoints.flatMap(([x, y, c]) => (c > 0 ? [x, y, c] : [0, 0, 0]));
  return `${JSON.stringify({
    version: 1.3,
    canvas_width: width,
    canvas_height: height,
    people: [{ pose_keypoints_2d: flat }],
  })}\n`;
}

/** Whether parsed JSON means to be keypoints, sound or not. */
export function looksLikeKeypoints(value: unknown): boolean {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'object' && one !== null && ('people' in one || 'keypoints' in one);
}

function parse(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new TesseraError(
      'pose-not-json',
      `${name} is neither a PNG nor sound JSON`,
      'give keypoints as JSON (OpenPose), or a picture of a skeleton as PNG',
      { cause },
    );
  }
}

function pointsOf(
  value: unknown,
  name: string,
): { points: readonly Keypoint[]; size: Size | null; people: number } {
  // Some editors write a list of pictures.
  const one: unknown = Array.isArray(value) ? value[0] : value;
  const open = v.safeParse(OPENPOSE, one, { abortEarly: true });
  if (open.success) {
    const { people, canvas_width: width, canvas_height: height } = open.output;
    if (people.length === 0) {
      throw new TesseraError(
        'pose-no-person',
        `${name} holds no person`,
        'give a picture with a person in it',
      );
    }
    const points = eighteen(people[0].pose_keypoints_2d, name);
    return { points, size: width && height ? { height, width } : null, people: people.length };
  }
  const plain = v.safeParse(PLAIN, one, { abortEarly: true });
  if (plain.success) {
    const { height, width, keypoints } = plain.output;
    return { points: eighteen(keypoints.flat(), name), size: { height, width }, people: 1 };
  }
  const isOpen = typeof one === 'object' && one !== null && 'people' in one;
  const [issue] = (isOpen ? open : plain).issues;
  const where = looksLikeKeypoints(one) ? issue.path?.map(({ key }) => String(key)).join('.') : undefined;
  throw new TesseraError(
    'pose-kind',
    where
      ? `${name} is not a keypoint file that can be read: ${where}: ${issue.message}`
      : `${name} holds no keypoints`,
    'give OpenPose JSON (people, pose_keypoints_2d), or {"width", "height", "keypoints": [[x, y, confidence], ...]}',
  );
}

function eighteen(numbers: readonly number[], name: string): readonly Keypoint[] {
  const at = (i: number): Keypoint => [numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]];
  if (numbers.length === 3 * 25) return OF_BODY_25.map(at);
  if (numbers.length === 3 * 18) return Array.from({ length: 18 }, (_, i) => at(i));
  if (numbers.length === 0) {
    throw new TesseraError(
      'pose-no-person',
      `the person in ${name} has no keypoints`,
      'give a picture with a person in it',
    );
  }
  throw new TesseraError(
    'pose-keypoint-count',
    `${name} has ${numbers.length} numbers for its person, which is neither 18 nor 25 times x, y and confidence`,
    'let OpenPose write its COCO or BODY_25 points',
  );
}

/** Pixels. */
const FARTHEST = 1e6;

function checkRange(points: readonly Keypoint[], size: Size | null, name: string): void {
  const found = points.filter(([, , confidence]) => confidence > 0);
  const range = (what: string): TesseraError =>
    new TesseraError(
      'pose-out-of-range',
      `${name} ${what}`,
      'give places in pixels of the picture, and confidences from 0 to 1',
    );
  const odd = points.find(([, , confidence]) => confidence < 0 || confidence > 2);
  if (odd) throw range(`has a confidence of ${odd[2]}`);
  // Also where no size is told: what cannot be fitted into a picture would be drawn nowhere.
  const lost = points.find(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) > FARTHEST);
  if (lost) throw range(`has a joint at ${lost[0]}, ${lost[1]}, which lies in no picture`);
  if (!size || found.length === 0) return;
  if (size.width > 2 && size.height > 2 && found.every(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
    throw range('gives places as shares from 0 to 1, and a size in pixels');
  }
  const { height, width } = size;
  const out = found.find(([x, y]) => x < -width || x > 2 * width || y < -height || y > 2 * height);
  if (out) throw range(`has a joint at ${out[0]}, ${out[1]}, far outside its ${width} x ${height} pixels`);
}

/** Room around a figure of unknown picture, as a share of the canvas. */
const MARGIN = 0.08;

function fitted(points: readonly Keypoint[], { height, width }: Size): Pose {
  const found = points.filter(([, , confidence]) => confidence > 0);
  const [xs, ys] = [found.map(([x]) => x), found.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, tall] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const room = 1 - 2 * MARGIN;
  const scale = Math.min((width * room) / Math.max(wide, 1e-9), (height * room) / Math.max(tall, 1e-9));
  const keypoints = points.map(([x, y, confidence]): Keypoint => [
    (x - left - wide / 2) * scale + width / 2,
    (y - top - tall / 2) * scale + height / 2,
    confidence,
  ]);
  return { height, width, keypoints };
}
