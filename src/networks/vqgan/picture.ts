import { EMPTY, type TokenGrid } from '../../core/grid.ts';

/** Values of a picture, HWC, float32. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/** A rectangle, in cells of a grid or pixels of a picture. */
export interface GridPart {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The part with the whole rows and columns around it, up to `halo` of them, that hold tokens. */
export function withHalo(grid: TokenGrid, part: GridPart, halo: number): GridPart {
  let { top, left } = part;
  let bottom = top + part.height;
  let right = left + part.width;
  const drawn = (row: number, column: number): boolean => grid.tokens[row * grid.width + column] !== EMPTY;
  const rowDrawn = (row: number): boolean => {
    for (let column = left; column < right; column++) if (!drawn(row, column)) return false;
    return true;
  };
  const columnDrawn = (column: number): boolean => {
    for (let row = top; row < bottom; row++) if (!drawn(row, column)) return false;
    return true;
  };
  while (top > Math.max(0, part.top - halo) && rowDrawn(top - 1)) top--;
  while (bottom < Math.min(grid.height, part.top + part.height + halo) && rowDrawn(bottom)) bottom++;
  while (left > Math.max(0, part.left - halo) && columnDrawn(left - 1)) left--;
  while (right < Math.min(grid.width, part.left + part.width + halo) && columnDrawn(right)) right++;
  return { top, left, height: bottom - top, width: right - left };
}

/** The part's pixels alone. */
export function cropPicture(picture: Picture, part: GridPart): Picture {
  const { channels } = picture;
  const values = new Float32Array(part.height * part.width * channels);
  for (let row = 0; row < part.height; row++) {
    const from = ((part.top + row) * picture.width + part.left) * channels;
    values.set(picture.values.subarray(from, from + part.width * channels), row * part.width * channels);
  }
  return { height: part.height, width: part.width, channels, values };
}
