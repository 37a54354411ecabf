import { zlibSync } from 'fflate';

import type { EdgeMap } from '../../conditioning/edges.ts';
import type { Photo } from '../../conditioning/photo.ts';
import { fromBase64, toBase64 } from '../files/base64.ts';
import { inflateAtMost } from '../files/inflate.ts';
import { packRuns, unpackRuns } from '../paint/runLength.ts';
import type { DepthRaster } from './depthRaster.ts';

/** Texts of conditions for files, links and drafts; every reader gives null for what does not fill its size exactly. */

/** Differences along rows, high bytes first and low bytes after them: smooth maps then deflate to little. */
export function packDepth({ width, values }: DepthRaster): string {
  const bytes = new Uint8Array(2 * values.length);
  values.forEach((value, i) => {
    const difference = (value - (i % width === 0 ? 0 : values[i - 1])) & 0xffff;
    bytes[i] = difference >> 8;
    bytes[values.length + i] = difference & 0xff;
  });
  return toBase64(zlibSync(bytes));
}

export function unpackDepth(text: string, height: number, width: number): DepthRaster | null {
  const bytes = inflated(text, 2 * height * width);
  if (!bytes) return null;
  const values = new Uint16Array(height * width);
  for (let i = 0; i < values.length; i++) {
    const difference = (bytes[i] << 8) | bytes[values.length + i];
    values[i] = difference + (i % width === 0 ? 0 : values[i - 1]);
  }
  return { height, width, values };
}

export function packEdges({ edges }: EdgeMap): string {
  return toBase64(packRuns(edges));
}

export function unpackEdges(text: string, height: number, width: number): EdgeMap | null {
  const runs = fromBase64(text);
  const edges = runs && unpackRuns(runs, height * width);
  return edges?.every((edge) => edge <= 1) ? { height, width, edges } : null;
}

export function packPhoto({ rgb }: Photo): string {
  return toBase64(zlibSync(rgb));
}

export function unpackPhoto(text: string, height: number, width: number): Photo | null {
  const rgb = inflated(text, 3 * height * width);
  return rgb && { height, width, rgb };
}

function inflated(text: string, length: number): Uint8Array | null {
  const packed = fromBase64(text);
  const bytes = packed && inflateAtMost(packed, length);
  return bytes?.length === length ? bytes : null;
}
