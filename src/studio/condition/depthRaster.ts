import { type DepthMap, resampleDepth } from '../../conditioning/depth.ts';

/** Depth as it is painted: 0 is farthest, 65535 nearest, row-major. */
export interface DepthRaster {
  readonly height: number;
  readonly width: number;
  readonly values: Uint16Array;
}

export const NEAREST = 65_535;

export function blankDepth(height: number, width: number): DepthRaster {
  return { height, width, values: new Uint16Array(height * width) };
}

/** What the model's stage is given; it spreads every map over its own range, so the unit does not matter. */
export function depthMapOf({ height, width, values }: DepthRaster): DepthMap {
  return { height, width, depth: Float32Array.from(values) };
}

/** A map in any unit, spread over the whole range. */
export function rasterOfDepth({ height, width, depth }: DepthMap): DepthRaster {
  let least = Infinity;
  let most = -Infinity;
  for (const value of depth) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const scale = most > least ? NEAREST / (most - least) : 0;
  return { height, width, values: Uint16Array.from(depth, (value) => Math.round((value - least) * scale)) };
}

export function resampleRaster(raster: DepthRaster, height: number, width: number): DepthRaster {
  if (raster.height === height && raster.width === width) return raster;
  const { depth } = resampleDepth(depthMapOf(raster), height, width);
  return { height, width, values: Uint16Array.from(depth, Math.round) };
}

/** Whether everything is equally far: such a map says nothing. */
export function isFlat({ values }: DepthRaster): boolean {
  return values.every((value) => value === values[0]);
}
