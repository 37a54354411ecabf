import { completeRows, rowCompletion } from '../replay/frame.ts';
import { type Atlas, drawTile } from '../replay/atlas.ts';
import type { KeyFrame } from '../replay/keyFrames.ts';
import type { Trace } from '../replay/trace.ts';
import type { ShownRun } from './runStore.ts';

/**
 * Draws a run at any of its moments: tiles of the codebook as tokens come, and over them what is decoded. The tiles are
 * kept on a canvas of their own, so that a step forward only adds the new ones and a step back only takes them away:
 * scrubbing costs as much as the way between two moments, however long the run. Where a key frame of the run is decoded,
 * that is the picture of the rows it has; else rows of the finished picture are shown from when they were complete.
 */
export class ResultSurface {
  private readonly tiles = document.createElement('canvas');
  private trace: Trace | null = null;
  private atlas: Atlas | null = null;
  private drawn = 0;
  private completion: { readonly count: number; readonly rows: Float64Array } | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /**
   * @param live whether the run goes on: then everything decoded so far is shown, whatever the position
   * @param frameAt the latest key frame with no more than these complete rows
   */
  render(
    shown: ShownRun,
    atlas: Atlas | null,
    position: number,
    live: boolean,
    frameAt?: (rows: number) => KeyFrame | null,
  ): void {
    const { trace, decoded } = shown;
    this.follow(trace, atlas, decoded);
    this.drawTiles(trace, atlas, position);
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, decoded.width, decoded.height);
    context.drawImage(this.tiles, 0, 0);
    const rows = live ? trace.height : completeRows(this.rowsOf(trace), position);
    const frame = rows < trace.height ? frameAt?.(rows) : null;
    const height = Math.min(decoded.height, (frame?.rows ?? rows) * trace.downsampling);
    const picture = frame?.canvas ?? decoded;
    if (height > 0) context.drawImage(picture, 0, 0, decoded.width, height, 0, 0, decoded.width, height);
  }

  private follow(trace: Trace, atlas: Atlas | null, decoded: HTMLCanvasElement): void {
    if (this.trace === trace && this.atlas === atlas) return;
    this.trace = trace;
    this.atlas = atlas;
    this.drawn = 0;
    this.completion = null;
    for (const canvas of [this.canvas, this.tiles]) {
      canvas.width = decoded.width;
      canvas.height = decoded.height;
    }
  }

  private drawTiles(trace: Trace, atlas: Atlas | null, position: number): void {
    const context = this.tiles.getContext('2d');
    if (!context) return;
    const side = trace.downsampling;
    const place = (draw: number): [number, number] => {
      const cell = trace.cells[draw];
      return [(cell % trace.width) * side, Math.floor(cell / trace.width) * side];
    };
    while (this.drawn > position) context.clearRect(...place(--this.drawn), side, side);
    for (; this.drawn < position; this.drawn++) {
      if (atlas) drawTile(context, atlas, trace.tokens[this.drawn], ...place(this.drawn), side);
    }
  }

  private rowsOf(trace: Trace): Float64Array {
    if (this.completion?.count !== trace.count) {
      this.completion = { count: trace.count, rows: rowCompletion(trace) };
    }
    return this.completion.rows;
  }
}
