/**
 * What changes from dispatch to dispatch of the picture kernels: where in the picture it works, and how wide things are.
 * Sizes are numbers and not constants of the code, so that a handful of pipelines serves every layer of every model.
 */
export interface Place {
  /** Size of the output in positions (pixels before depth-to-space). */
  readonly width: number;
  readonly height: number;
  /** Output rows of this dispatch. */
  readonly firstRow: number;
  readonly endRow: number;
  /** Size of the input. */
  readonly inputWidth: number;
  readonly inputHeight: number;
  /** Row of the picture with which each buffer starts. */
  readonly inputTop: number;
  readonly outputTop: number;
  /** Groups of four channels of one position. */
  readonly inputQuads: number;
  readonly outputQuads: number;
  /** Only for the picture itself: channels after depth-to-space, and its factor. */
  readonly channels: number;
  readonly patchSize: number;
  /** Only for statistics: positions of a chunk, and the number of the first chunk. */
  readonly chunkSize: number;
  readonly firstChunk: number;
  /** Only for statistics: all chunks. */
  readonly chunks: number;
}

const FIELDS = [
  'width',
  'height',
  'firstRow',
  'endRow',
  'inputWidth',
  'inputHeight',
  'inputTop',
  'outputTop',
  'inputQuads',
  'outputQuads',
  'channels',
  'patchSize',
  'chunkSize',
  'firstChunk',
  'chunks',
] as const satisfies readonly (keyof Place)[];

/** Bytes of the structure below: sixteen numbers. */
export const PLACE_BYTES = 64;

/** Group 0 of every picture kernel. */
export const PLACE_CODE = /* wgsl */ `
struct Place { ${FIELDS.map((name) => `${name}: u32`).join(', ')}, unused: u32 }
@group(0) @binding(0) var<uniform> place: Place;
`;

/** Fields that are not given are 0. */
export function placeWords(place: Partial<Place>): Uint32Array {
  return Uint32Array.from({ length: PLACE_BYTES / 4 }, (_, i) =>
    i < FIELDS.length ? (place[FIELDS[i]] ?? 0) : 0,
  );
}
