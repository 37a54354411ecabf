import type { TokenGrid } from '../core/grid.ts';
import type { ImageDecoder } from '../networks/vqgan/imageDecoder.ts';
import { type Band, HALO_ROWS } from './bands.ts';
import { type Pixels, toPixels } from './pixels.ts';

/**
 * Decodes completed bands while sampling goes on, one at a time. If decoding falls behind, the bands that wait are
 * decoded together: the picture catches up instead of lagging more and more.
 */
export class BandPreview {
  readonly #image: ImageDecoder;
  readonly #grid: TokenGrid;
  readonly #onPixels: (pixels: Pixels) => void;
  readonly #abort = new AbortController();
  readonly #waiting: Band[] = [];
  #running: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(image: ImageDecoder, grid: TokenGrid, onPixels: (pixels: Pixels) => void) {
    this.#image = image;
    this.#grid = grid;
    this.#onPixels = onPixels;
  }

  add(band: Band): void {
    this.#waiting.push(band);
    if (!this.#busy) this.#running = this.#work();
  }

  /** Ends the decode under way; bands that wait are dropped. Settles when nothing runs any more. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#waiting.length = 0;
    await this.#running;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      for (let band = this.#next(); band !== null; band = this.#next()) {
        this.#onPixels(await decodeBand(this.#image, this.#grid, band, this.#abort.signal));
      }
    } catch (error) {
      // A preview that was stopped is no failure; any other will come back with the final decode.
      if (!this.#abort.signal.aborted) console.warn('preview not decoded', error);
    } finally {
      this.#busy = false;
    }
  }

  /** The next band, together with those that follow it without a gap. */
  #next(): Band | null {
    const first = this.#waiting.shift();
    if (first === undefined) return null;
    let height = first.height;
    while (this.#waiting.length > 0 && this.#waiting[0].top === first.top + height) {
      height += this.#waiting.shift()?.height ?? 0;
    }
    return { top: first.top, height };
  }
}

/** Pixels of a band of token rows, decoded with the rows just above it as halo. */
async function decodeBand(
  image: ImageDecoder,
  grid: TokenGrid,
  band: Band,
  signal: AbortSignal,
): Promise<Pixels> {
  const from = Math.max(0, band.top - HALO_ROWS);
  const rows = band.top + band.height - from;
  const tokens = grid.tokens.slice(from * grid.width, (from + rows) * grid.width);
  const picture = await image.decode({ height: rows, width: grid.width, tokens }, { signal });
  const { factor } = image;
  return toPixels(picture, (band.top - from) * factor, band.height * factor, {
    top: band.top * factor,
    left: 0,
  });
}
