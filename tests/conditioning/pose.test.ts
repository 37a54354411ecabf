import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { Photo } from '../../src/conditioning/photo.ts';
import {
  JOINTS,
  type Keypoint,
  LIMBS,
  mirrorPose,
  type Pose,
  posePhoto,
  posePicture,
  resamplePose,
  resampleSkeleton,
} from '../../src/conditioning/pose.ts';
import { readKeypoints, writeKeypoints } from '../../src/conditioning/keypointFile.ts';
import { checkSkeleton } from '../../src/conditioning/skeletonPicture.ts';

interface Fixture {
  readonly cases: readonly (Pose & {
    readonly name: string;
    readonly sha256: string;
    readonly lit: number;
  })[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../fixtures/pose/pictures.json', import.meta.url), 'utf8'),
) as Fixture;
const [standing] = cases;

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const CANVAS = { height: 256, width: 256 };
const read = (value: unknown) => readKeypoints(bytes(value), 'a.json', CANVAS);
const plain = ({ height, width, keypoints }: Pose) => ({ height, width, keypoints });

describe('The picture of a pose', () => {
  it.each(cases)('is that of the training: $name', (one) => {
    const { rgb } = posePhoto(one);
    let lit = 0;
    for (let i = 0; i < rgb.length; i += 3) if (rgb[i] || rgb[i + 1] || rgb[i + 2]) lit++;
    expect(lit).toBe(one.lit);
    expect(createHash('sha256').update(rgb).digest('hex')).toBe(one.sha256);
  });

  it('gives the stage bytes in [-1, 1]', () => {
    const { values, channels } = posePicture(standing);
    expect(channels).toBe(3);
    expect(
      [...new Set(values)].every((value) =>
        [0, 85, 170, 255].some((b) => Math.fround(b / 127.5 - 1) === value),
      ),
    ).toBe(true);
    expect(values[0]).toBe(-1);
  });

  it('has a colour of its own for each of 17 limbs between 18 joints', () => {
    expect(JOINTS).toHaveLength(18);
    expect(new Set(LIMBS.map(({ colour }) => colour.join())).size).toBe(17);
  });

  it('keeps the figure’s proportions on a canvas of another shape', () => {
    const wide = resamplePose(standing, 512, 1024);
    const [x, y] = wide.keypoints[0];
    expect([x, y]).toEqual([2 * standing.keypoints[0][0] + 256, 2 * standing.keypoints[0][1]]);
    const skeleton = resampleSkeleton(posePhoto(standing), 512, 1024);
    expect(skeleton.rgb.subarray(3 * (104 * 1024 + 512), 3 * (104 * 1024 + 513))).toEqual(
      posePhoto(standing).rgb.subarray(3 * (52 * 256 + 128), 3 * (52 * 256 + 129)),
    );
  });

  it('mirrors a person, whose right hand stays the right one', () => {
    const mirrored = mirrorPose(standing);
    expect(mirrored.keypoints[4][0]).toBe(256 - standing.keypoints[7][0]);
    expect(mirrorPose(mirrored)).toEqual(plain(standing));
  });
});

describe('Keypoints', () => {
  const flat = (points: readonly Keypoint[]) => points.flat();
  const person = (numbers: readonly number[]) => ({ pose_keypoints_2d: numbers });

  it('are read from the plain form and from OpenPose’s 18 points alike', () => {
    expect(read(plain(standing)).pose).toEqual(plain(standing));
    const open = {
      people: [person(flat(standing.keypoints)), person([])],
      canvas_width: 256,
      canvas_height: 256,
    };
    expect(read(open)).toEqual({ pose: plain(standing), people: 2, isFitted: false });
    expect(read([open]).pose).toEqual(plain(standing));
  });

  it('are picked from BODY_25, whose hips lie one further on', () => {
    const [head, rest] = [standing.keypoints.slice(0, 8), standing.keypoints.slice(8)];
    const feet = Array.from({ length: 6 }, (): Keypoint => [9, 9, 1]);
    const all = [...head, [128, 139, 1] as const, ...rest, ...feet];
    const open = { people: [person(flat(all))], canvas_width: 256, canvas_height: 256 };
    expect(read(open).pose.keypoints).toEqual(standing.keypoints);
  });

  it('of a picture of unknown size are placed as large as fits', () => {
    const far = standing.keypoints.map(([x, y, c]): Keypoint => [3 * x + 900, 3 * y + 400, c]);
    const { pose, isFitted } = read({ people: [person(flat(far))] });
    expect(isFitted).toBe(true);
    const ys = pose.keypoints.map(([, y]) => y);
    expect(Math.min(...ys)).toBeCloseTo(0.08 * 256);
    expect(Math.max(...ys)).toBeCloseTo(0.92 * 256);
    const [left, right] = [pose.keypoints[4][0], pose.keypoints[7][0]];
    expect(left + right).toBeCloseTo(256, 0);
  });

  it('come back from the file that is written', () => {
    const missing = standing.keypoints.with(4, [0, 0, 0]);
    const pose = { ...plain(standing), keypoints: missing };
    expect(read(writeKeypoints(pose))).toEqual({ pose, people: 1, isFitted: false });
  });

  const withPoint = (point: readonly number[]) => ({
    ...plain(standing),
    keypoints: [point, ...standing.keypoints.slice(1)],
  });
  it.each([
    ['what is no JSON', 'hello', 'pose-not-json'],
    ['JSON of something else', { tokens: [1] }, 'pose-kind'],
    ['words for numbers', withPoint(['a', 1, 1] as never), 'pose-kind'],
    [
      'numbers too large to be',
      JSON.stringify(withPoint([0, 1, 1])).replace('[[0,', '[[1e999,'),
      'pose-kind',
    ],
    ['a canvas of no size', { ...plain(standing), width: 0 }, 'pose-kind'],
    ['nobody', { people: [] }, 'pose-no-person'],
    ['somebody without points', { people: [person([])] }, 'pose-no-person'],
    ['17 points', { people: [person(flat(standing.keypoints.slice(1)))] }, 'pose-keypoint-count'],
    [
      '17 points in the plain form',
      { ...plain(standing), keypoints: standing.keypoints.slice(1) },
      'pose-keypoint-count',
    ],
    ['a negative confidence', withPoint([1, 1, -1]), 'pose-out-of-range'],
    ['a confidence in percent', withPoint([1, 1, 90]), 'pose-out-of-range'],
    ['a joint far outside', withPoint([9000, 1, 1]), 'pose-out-of-range'],
    [
      'shares of the picture',
      { ...plain(standing), keypoints: standing.keypoints.map(([x, y, c]) => [x / 256, y / 256, c]) },
      'pose-out-of-range',
    ],
    [
      'one joint',
      { ...plain(standing), keypoints: standing.keypoints.map(([x, y], i) => [x, y, i ? 0 : 1]) },
      'pose-too-few-joints',
    ],
    ['a file of a megabyte', ' '.repeat(2 ** 20 + 1), 'pose-too-large'],
  ])('are refused by name: %s', (_, value, code) => {
    expect(() => read(value)).toThrowError(expect.objectContaining({ code }) as Error);
  });
});

describe('A skeleton picture', () => {
  const grid = (value: (i: number) => readonly number[]): Photo => ({
    ...CANVAS,
    rgb: Uint8Array.from({ length: 256 * 256 * 3 }, (_, i) => value(Math.floor(i / 3))[i % 3]),
  });

  it('is taken as it is', () => {
    for (const one of cases.filter(({ lit }) => lit > 0))
      expect(() => checkSkeleton(posePhoto(one), 'a.png')).not.toThrow();
  });

  it.each([
    ['nothing on black', grid(() => [0, 0, 0])],
    ['white edges on black', grid((i) => (i % 31 === 0 ? [255, 255, 255] : [0, 0, 0]))],
    ['a photo', grid((i) => [i % 256, (i >> 3) % 256, 90])],
  ])('is not %s', (_, photo) => {
    expect(() => checkSkeleton(photo, 'a.png')).toThrowError(
      expect.objectContaining({ code: 'pose-not-a-skeleton' }) as Error,
    );
  });
});
