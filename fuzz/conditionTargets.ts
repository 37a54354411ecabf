import { limbsOf, resamplePose } from '../src/conditioning/pose.ts';
import { readKeypoints, writeKeypoints } from '../src/conditioning/keypointFile.ts';
import { damageJson } from './mutate.ts';
import type { Target } from './target.ts';

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const CANVAS = { height: 256, width: 256 };
const FIGURE = Array.from({ length: 18 }, (_, i): [number, number, number] => [40 + 9 * i, 30 + 11 * i, 0.9]);
const PLAIN = { ...CANVAS, keypoints: FIGURE };
const flat = (points: number) =>
  Array.from({ length: 3 * points }, (_, i) => (i % 3 === 2 ? 0.8 : 20 + 4 * i));

/** Readers of what a condition is drawn from, apart from pictures and labels. */
export const CONDITION_TARGETS: readonly Target[] = [
  {
    name: 'keypoints',
    seeds: () => [
      text(PLAIN),
      new TextEncoder().encode(writeKeypoints(PLAIN)),
      text({ people: [{ pose_keypoints_2d: flat(25) }] }),
      text([{ people: [{ pose_keypoints_2d: flat(18) }], canvas_width: 512, canvas_height: 768 }]),
    ],
    mutate: damageJson,
    read: (input) => {
      const { pose } = readKeypoints(input, 'keypoints.json', CANVAS);
      const sized = resamplePose(pose, 128, 128);
      // What is accepted is drawn, and must have places to be drawn at.
      if (!sized.keypoints.flat().every(Number.isFinite)) throw new Error('a joint is nowhere');
      return limbsOf(sized);
    },
  },
];
