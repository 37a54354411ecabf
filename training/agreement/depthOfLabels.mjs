// Depth from segmented classes alone, by the idea with which the dataset's pseudo depth was made. See README.md.
import { CLASSES } from './segmenter.mjs';

const SKY = CLASSES.indexOf('sky');
const MOUNTAIN = CLASSES.indexOf('mountain');
const FLAT = new Set(['grass', 'water', 'ground'].map((name) => CLASSES.indexOf(name)));
/** A row with at least this share of flat land or water lies below the horizon. */
const FLAT_SHARE = 0.15;
const FAR_RELIEF = 0.15;

/**
 * Nearness in [0, 1] of each pixel: the sky 0, mountains little, land and water a ramp from the horizon down, and what
 * stands on them (trees, buildings) as near as the pixel below its foot.
 * @param {ArrayLike<number>} classes merged class of side x side pixels
 */
export function depthOfLabels(classes, side) {
  const horizon = horizonOf(classes, side);
  const ramp = (row) => Math.max(0, (row + 1 - horizon) / (side - horizon));
  const depth = new Float32Array(side * side);
  for (let column = 0; column < side; column++) {
    let foot = side - 1;
    for (let row = side - 1; row >= 0; row--) {
      const at = row * side + column;
      const kind = classes[at];
      if (kind === SKY) depth[at] = 0;
      else if (kind === MOUNTAIN) depth[at] = Math.min(FAR_RELIEF, ramp(side - 1));
      else if (FLAT.has(kind)) depth[at] = ramp((foot = row));
      else depth[at] = ramp(foot);
    }
  }
  return depth;
}

function horizonOf(classes, side) {
  for (let row = 0; row < side; row++) {
    let flat = 0;
    for (let column = 0; column < side; column++) if (FLAT.has(classes[row * side + column])) flat++;
    if (flat >= FLAT_SHARE * side) return row;
  }
  return side - 1;
}

/** Pearson's correlation; 0 where one side says nothing. */
export function correlation(a, b) {
  const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return aa && bb ? ab / Math.sqrt(aa * bb) : 0;
}
