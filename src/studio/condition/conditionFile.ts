import { depthFromSamples } from '../../conditioning/depth.ts';
import { edgesFromSamples } from '../../conditioning/edges.ts';
import { FACTOR } from '../../conditioning/lowResolution.ts';
import { unpackSamples } from '../../conditioning/samples.ts';
import { TesseraError } from '../../core/errors.ts';
import { readPng } from '../paint/readPng.ts';
import { rasterOfDepth } from './depthRaster.ts';
import { poseOfBytes } from './poseFile.ts';
import type { DrawnDocument } from './documents.ts';

/**
 * What a recorded run was drawn from, as it ships with the page: a depth map, white edges on black, a photo that is
 * already shrunk, or keypoints.
 * @param size of the picture
 * @param name of the file, for messages
 * @throws TesseraError those of reading, `photo-not-rgb`
 */
export function documentOfFile(
  kind: DrawnDocument['kind'],
  bytes: Uint8Array,
  name: string,
  size: { readonly height: number; readonly width: number },
): DrawnDocument {
  if (kind === 'pose') return { kind, drawing: poseOfBytes(bytes, name, size).drawing };
  const samples = unpackSamples(readPng(bytes));
  if (kind === 'depth') return { kind, map: rasterOfDepth(depthFromSamples(samples, name)) };
  if (kind === 'edges') return { kind, map: edgesFromSamples(samples, name) };
  const { height, width, channels, data } = samples;
  if (channels !== 3 || !(data instanceof Uint8Array)) {
    throw new TesseraError('photo-not-rgb', `${name} is not an 8-bit RGB picture`, 'write it again');
  }
  const large = { height: height * FACTOR, width: width * FACTOR, factor: FACTOR };
  return { kind, photo: { ...large, small: { height, width, rgb: data } } };
}
