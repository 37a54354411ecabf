import type { TokenGrid } from '../core/grid.ts';

/** Rows of tokens decoded together for the preview while sampling goes on. */
const BAND_ROWS = 4;
/** Rows above that are decoded along, so that a band joins what is there. */
export const HALO_ROWS = 2;

export interface Band {
  readonly top: number;
  readonly height: number;
}

/**
 * Tells which bands of a grid have become complete: every cell holds a token, and the band has not been told before.
 * Cells that were kept from an earlier picture count as complete.
 */
export class BandTracker {
  readonly #grid: TokenGrid;
  readonly #missing: Int32Array;
  readonly #told: boolean[];

  constructor(grid: TokenGrid) {
    this.#grid = grid;
    const count = Math.ceil(grid.height / BAND_ROWS);
    this.#missing = new Int32Array(count);
    this.#told = new Array<boolean>(count).fill(false);
    grid.tokens.forEach((token, cell) => {
      if (token < 0) this.#missing[this.#bandOf(Math.floor(cell / grid.width))]++;
    });
  }

  /** To be called once for each cell as it is drawn; gives the band that it completes, if any. */
  drawn(row: number): Band | null {
    const band = this.#bandOf(row);
    this.#missing[band]--;
    if (this.#missing[band] > 0 || this.#told[band]) return null;
    this.#told[band] = true;
    const top = band * BAND_ROWS;
    return { top, height: Math.min(BAND_ROWS, this.#grid.height - top) };
  }

  #bandOf(row: number): number {
    return Math.floor(row / BAND_ROWS);
  }
}
