import { expect, it } from 'vitest';

import { documentOfFile } from '../../../src/studio/condition/conditionFile.ts';
import { drawnPng } from '../../../src/studio/condition/drawnPng.ts';
import type { DrawnDocument } from '../../../src/studio/condition/documents.ts';

const HEIGHT = 24;
const WIDTH = 32;
const cells = (of: (i: number) => number) => Array.from({ length: HEIGHT * WIDTH }, (_, i) => of(i));

const DRAWINGS: readonly DrawnDocument[] = [
  {
    kind: 'depth',
    // The whole range, so that reading it spreads nothing.
    map: {
      height: HEIGHT,
      width: WIDTH,
      values: Uint16Array.from(cells((i) => (i * 8191 + (i > 0 ? 1 : 0)) % 65_536)).with(7, 65_535),
    },
  },
  {
    kind: 'edges',
    map: { height: HEIGHT, width: WIDTH, edges: Uint8Array.from(cells((i) => (i % 5 === 0 ? 1 : 0))) },
  },
];

it.each(DRAWINGS)('gives $kind back as they were', (drawn) => {
  const png = drawnPng(drawn);
  expect(png).not.toBeNull();
  if (!png) return;
  expect(documentOfFile(drawn.kind, png, 'drawn.png', { height: HEIGHT, width: WIDTH })).toEqual(drawn);
});

it('gives a small photo back as it was', () => {
  const rgb = Uint8Array.from({ length: HEIGHT * WIDTH * 3 }, (_, i) => (i * 7) % 256);
  const size = { height: HEIGHT * 8, width: WIDTH * 8 };
  const drawn: DrawnDocument = {
    kind: 'low-resolution',
    photo: { ...size, factor: 8, small: { height: HEIGHT, width: WIDTH, rgb } },
  };
  const png = drawnPng(drawn);
  if (!png) throw new Error('no file');
  expect(documentOfFile('low-resolution', png, 'drawn.png', size)).toEqual(drawn);
});
