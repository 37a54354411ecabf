import { TesseraError } from '../core/errors.ts';
import type { Picture } from '../networks/vqgan/picture.ts';
import { canny } from './canny.ts';
import { photoPicture, type Photo } from './photo.ts';
import { isGray, type Samples } from './samples.ts';

/** Edges of a picture, row-major: 1 on an edge, else 0. */
export interface EdgeMap {
  readonly height: number;
  readonly width: number;
  readonly edges: Uint8Array;
}

export interface CannySettings {
  /** Width of the smoothing, in pixels. */
  readonly sigma: number;
  /** Gradient from which an edge goes on, and from which one begins. */
  readonly low: number;
  readonly high: number;
}

/** The reference's: sigma 2, and the library's own thresholds for pictures of floats (section 4, IN-Edges). */
export const CANNY: CannySettings = { sigma: 2, low: 0.1, high: 0.2 };

/** Rec. 709 weights of scikit-image's rgb2gray. */
const WEIGHTS = [0.2125, 0.7154, 0.0721] as const;

/** Canny edges of the photo's gray values in [-1, 1]. */
export function edgesOf(photo: Photo, settings = CANNY): EdgeMap {
  const { height, width } = photo;
  const { values } = photoPicture(photo);
  const gray = Float64Array.from(
    { length: height * width },
    (_, i) => WEIGHTS[0] * values[3 * i] + WEIGHTS[1] * values[3 * i + 1] + WEIGHTS[2] * values[3 * i + 2],
  );
  return { height, width, edges: canny({ height, width, values: gray }, settings) };
}

/**
 * What the stage is shown: 0 and 1, not rescaled, the same in every channel.
 * @param channels 3 in the reference; models of our own may have 1
 */
export function edgesPicture({ height, width, edges }: EdgeMap, channels: number): Picture {
  const values = Float32Array.from(
    { length: edges.length * channels },
    (_, i) => edges[Math.floor(i / channels)],
  );
  return { height, width, channels, values };
}

/**
 * Edges from a black and white picture file: white on black, nothing in between.
 * @throws TesseraError `edges-not-black-and-white`
 */
export function edgesFromSamples(samples: Samples, name: string): EdgeMap {
  const { height, width, channels, data, most, palette } = samples;
  const value = (i: number): number => (palette ? (palette[data[i]]?.[0] ?? 0) : data[i * channels]);
  const white = palette ? 255 : most;
  const edges = Uint8Array.from({ length: height * width }, (_, i) => (value(i) === white ? 1 : 0));
  const clean = isGray(samples) && edges.every((edge, i) => edge === 1 || value(i) === 0);
  if (clean) return { height, width, edges };
  throw new TesseraError(
    'edges-not-black-and-white',
    `${name} has other colours than black and white, so it is no map of edges`,
    'give white edges on black as PNG, without smoothing, or a photo to find edges in',
  );
}

/** A map at another size: an edge wherever the place it comes from has one. */
export function resampleEdges(map: EdgeMap, height: number, width: number): EdgeMap {
  if (map.height === height && map.width === width) return map;
  const edges = new Uint8Array(height * width);
  // Shrinking by nearest pixel would tear thin lines apart, so every edge pixel of the source is carried over too.
  for (let row = 0; row < height; row++) {
    const from = Math.floor(((row + 0.5) * map.height) / height) * map.width;
    for (let column = 0; column < width; column++) {
      edges[row * width + column] = map.edges[from + Math.floor(((column + 0.5) * map.width) / width)];
    }
  }
  if (height < map.height || width < map.width) {
    map.edges.forEach((edge, i) => {
      if (edge === 0) return;
      const row = Math.floor((Math.floor(i / map.width) * height) / map.height);
      const column = Math.floor(((i % map.width) * width) / map.width);
      edges[row * width + column] = 1;
    });
  }
  return { height, width, edges };
}
