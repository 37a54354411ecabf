import { TesseraError } from '../core/errors.ts';
import type { Photo } from './photo.ts';

/** Bytes below which a pixel counts as black, and shares of the picture that a skeleton has. */
const DARK = 24;
const LEAST_BLACK = 0.5;
const LEAST_COLOURFUL = 0.8;

/**
 * A picture of a skeleton is taken as it is, if it looks like one: mostly black, and what is not black is colourful.
 * @throws TesseraError `pose-not-a-skeleton`
 */
export function checkSkeleton({ height, width, rgb }: Photo, name: string): void {
  let black = 0;
  let colourful = 0;
  for (let i = 0; i < rgb.length; i += 3) {
    const most = Math.max(rgb[i], rgb[i + 1], rgb[i + 2]);
    const least = Math.min(rgb[i], rgb[i + 1], rgb[i + 2]);
    if (most < DARK) black++;
    else if (most - least > most / 2) colourful++;
  }
  const drawn = height * width - black;
  if (black >= LEAST_BLACK * height * width && drawn > 0 && colourful >= LEAST_COLOURFUL * drawn) return;
  throw new TesseraError(
    'pose-not-a-skeleton',
    `${name} is no picture of a skeleton: those are coloured limbs on black`,
    'give keypoints as JSON, or a skeleton as OpenPose draws it',
  );
}
