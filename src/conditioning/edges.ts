import type { Picture } from '../networks/vqgan/picture.ts';
import { canny } from './canny.ts';
import { photoPicture, type Photo } from './photo.ts';

const SIGMA = 2;
/** Rec. 709 weights of scikit-image's rgb2gray. */
const WEIGHTS = [0.2125, 0.7154, 0.0721] as const;

/**
 * Canny edges of the photo's gray values in [-1, 1]; the result is 0 or 1, not rescaled, in 3 channels
 * (reference section 4, IN-Edges).
 */
export function edgesPicture(photo: Photo): Picture {
  const { height, width } = photo;
  const { values } = photoPicture(photo);
  const gray = Float64Array.from(
    { length: height * width },
    (_, i) => WEIGHTS[0] * values[3 * i] + WEIGHTS[1] * values[3 * i + 1] + WEIGHTS[2] * values[3 * i + 2],
  );
  const edges = canny({ height, width, values: gray }, SIGMA);
  return {
    height,
    width,
    channels: 3,
    values: Float32Array.from({ length: edges.length * 3 }, (_, i) => edges[Math.floor(i / 3)]),
  };
}
