import { type Keypoint, LIMBS, type Pose } from '../../conditioning/pose.ts';

type Places = readonly (readonly [x: number, y: number])[];

/** Side of the square that the places below are told in. */
const SIDE = 256;

/** Poses to begin with, of a figure of middling proportions seen from the front. */
// prettier-ignore
const PRESETS = {
  standing: [[128, 45], [128, 72], [107, 76], [101, 109], [100, 139], [149, 76], [155, 109], [156, 139], [115, 133], [112, 178], [110, 221], [141, 133], [144, 178], [146, 221], [121, 40], [135, 40], [112, 42], [144, 42]],
  walking: [[128, 45], [127, 72], [106, 76], [98, 108], [103, 137], [148, 77], [158, 109], [144, 130], [112, 133], [111, 178], [109, 221], [138, 134], [139, 175], [139, 207], [121, 40], [135, 40], [112, 41], [145, 42]],
  armsRaised: [[128, 46], [128, 73], [109, 73], [92, 45], [80, 18], [147, 73], [164, 45], [176, 18], [115, 134], [111, 178], [108, 221], [141, 134], [145, 178], [148, 221], [121, 41], [135, 41], [112, 43], [144, 43]],
  waving: [[131, 45], [135, 72], [114, 76], [81, 78], [73, 49], [156, 75], [162, 108], [163, 138], [124, 133], [121, 178], [119, 221], [150, 133], [153, 177], [156, 220], [124, 40], [138, 39], [115, 44], [147, 40]],
  sitting: [[128, 52], [128, 83], [104, 87], [94, 123], [117, 139], [152, 87], [162, 123], [139, 139], [114, 151], [104, 174], [107, 220], [142, 151], [152, 174], [149, 220], [120, 46], [136, 46], [110, 48], [146, 48]],
  lunge: [[128, 54], [128, 82], [107, 86], [75, 92], [45, 95], [149, 86], [181, 92], [211, 95], [115, 143], [87, 178], [92, 221], [141, 143], [165, 181], [187, 218], [121, 49], [135, 49], [112, 51], [144, 51]],
  handsOnHips: [[128, 45], [128, 72], [107, 76], [84, 100], [107, 119], [149, 76], [172, 100], [149, 119], [115, 133], [110, 178], [106, 221], [141, 133], [146, 178], [150, 221], [121, 40], [135, 40], [112, 42], [144, 42]],
  star: [[128, 39], [128, 66], [108, 68], [80, 50], [56, 32], [148, 68], [176, 50], [200, 32], [115, 127], [95, 167], [78, 207], [141, 127], [161, 167], [178, 207], [121, 34], [135, 34], [112, 36], [144, 36]],
} as const satisfies Record<string, Places>;

export type PosePreset = keyof typeof PRESETS;
export const POSE_PRESETS = Object.keys(PRESETS) as PosePreset[];

/** As large as fits, in the middle. */
export function presetPose(preset: PosePreset, height: number, width: number): Pose {
  const scale = Math.min(height, width) / SIDE;
  const [left, top] = [(width - SIDE * scale) / 2, (height - SIDE * scale) / 2];
  const keypoints = PRESETS[preset].map(([x, y]): Keypoint => [x * scale + left, y * scale + top, 1]);
  return { height, width, keypoints };
}

/** Missing joints lie where a standing figure would have them beside their neighbours, so that they can be taken hold of. */
export function withPlaces(pose: Pose): Pose {
  const points = pose.keypoints.slice();
  const usual = PRESETS.standing;
  const scale = Math.min(pose.height, pose.width) / SIDE;
  const known = points.map(([, , confidence]) => confidence > 0);
  const put = (joint: number, beside: number): void => {
    const [x, y] = points[beside];
    const [dx, dy] = [usual[joint][0] - usual[beside][0], usual[joint][1] - usual[beside][1]];
    const inside = (place: number, size: number): number => Math.min(size, Math.max(0, place));
    points[joint] = [inside(x + dx * scale, pose.width), inside(y + dy * scale, pose.height), 0];
    known[joint] = true;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to } of LIMBS) {
      if (known[from] === known[to]) continue;
      if (known[from]) put(to, from);
      else put(from, to);
      changed = true;
    }
  }
  return { ...pose, keypoints: points };
}
