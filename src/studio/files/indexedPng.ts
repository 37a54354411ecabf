import { zlibSync } from 'fflate';

import { writeChunks } from '../../core/png/chunks.ts';
import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import { UNPAINTED } from '../paint/raster.ts';

/** Header fields after width and height: 8 bits, colour type 3 (palette), deflate, no filter method but 0, not interlaced. */
const INDEXED_8_BIT = [8, 3, 0, 0, 0];

/**
 * A label map as PNG whose palette indices are the label ids, so that programs show the palette's colours and readers of
 * raw values get the ids. Unpainted pixels are index 255, transparent.
 */
export function indexedPng(map: LabelMap, labels: readonly Label[]): Uint8Array<ArrayBuffer> {
  const { height, width } = map;
  const header = new Uint8Array(8 + INDEXED_8_BIT.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set(INDEXED_8_BIT, 8);
  const palette = new Uint8Array(256 * 3).fill(0x80);
  for (const { id, color } of labels) {
    if (id > UNPAINTED) continue;
    const rgb = parseInt(color.slice(1), 16);
    palette.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255], id * 3);
  }
  const opacity = new Uint8Array(256).fill(255);
  opacity[UNPAINTED] = 0;
  // Each row begins with its filter; labels are names, so the plain one (0) is the only sensible one.
  const rows = new Uint8Array(height * (width + 1));
  for (let row = 0; row < height; row++) {
    rows.set(map.labels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return writeChunks([
    { type: 'IHDR', data: header },
    { type: 'PLTE', data: palette },
    ...(map.labels.includes(UNPAINTED) ? [{ type: 'tRNS', data: opacity }] : []),
    { type: 'IDAT', data: zlibSync(rows, { level: 9 }) },
    { type: 'IEND', data: new Uint8Array() },
  ]);
}
