/** Which cells of a token grid are kept (1) and which are drawn (0), row-major. */
export interface KeepMask {
  readonly height: number;
  readonly width: number;
  readonly kept: Uint8Array;
}

export const MASK_STARTS = ['upper', 'left', 'middle', 'all', 'none'] as const;
export type MaskStart = (typeof MASK_STARTS)[number];

const KEEPS: Record<MaskStart, (row: number, column: number, height: number, width: number) => boolean> = {
  upper: (row, _, height) => row < height / 2,
  left: (_, column, __, width) => column < width / 2,
  middle: (row, column, height, width) =>
    Math.abs(row + 0.5 - height / 2) < height / 4 && Math.abs(column + 0.5 - width / 2) < width / 4,
  all: () => true,
  none: () => false,
};

export function startMask(start: MaskStart, height: number, width: number): KeepMask {
  const kept = Uint8Array.from({ length: height * width }, (_, i) =>
    KEEPS[start](Math.floor(i / width), i % width, height, width) ? 1 : 0,
  );
  return { height, width, kept };
}

/** Cells whose middle lies under a round brush that goes from one place to another; the cell at its end always. */
export function brushMask(
  mask: KeepMask,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  diameter: number,
  value: 0 | 1,
): KeepMask {
  const { height, width } = mask;
  const kept = mask.kept.slice();
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const along =
        length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
      const distance = Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
      const isUnder = Math.floor(to.x) === column && Math.floor(to.y) === row;
      if (isUnder || distance <= diameter / 2) kept[row * width + column] = value;
    }
  }
  return { height, width, kept };
}

export function invertMask({ height, width, kept }: KeepMask): KeepMask {
  return { height, width, kept: kept.map((one) => 1 - one) };
}

/** The same parts on another grid. */
export function resampleMask(mask: KeepMask, height: number, width: number): KeepMask {
  if (mask.height === height && mask.width === width) return mask;
  const kept = Uint8Array.from({ length: height * width }, (_, i) => {
    const row = Math.floor(((Math.floor(i / width) + 0.5) * mask.height) / height);
    const column = Math.floor((((i % width) + 0.5) * mask.width) / width);
    return mask.kept[row * mask.width + column];
  });
  return { height, width, kept };
}

export function keptCount({ kept }: KeepMask): number {
  return kept.reduce((sum, one) => sum + one, 0);
}
