import type { ShownRun } from '../generate/runStore.ts';
import { ResultSurface } from '../generate/resultSurface.ts';
import type { Atlas } from './atlas.ts';
import { contextOf, windowAt } from './trace.ts';

const WINDOW_LINE = '#f0b93a';
/** Over what the transformer could see, as on the page. */
const CONTEXT = 'rgb(240 185 58 / 14%)';

/** Draws moments of a run onto a canvas of the picture's own size, with the window where it was and what it could see. */
export class FilmFrame {
  readonly canvas = document.createElement('canvas');
  private readonly surface = new ResultSurface(this.canvas);

  constructor(
    private readonly run: ShownRun,
    private readonly atlas: Atlas | null,
    /** What lies under the tokens; transparent pixels would be black in a film. */
    private readonly ground: string,
  ) {}

  draw(position: number): void {
    this.surface.render(this.run, this.atlas, position, false);
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.save();
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = this.ground;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.restore();
    this.outline(context, position);
  }

  private outline(context: CanvasRenderingContext2D, position: number): void {
    const { trace } = this.run;
    if (position >= trace.count) return;
    const window = windowAt(trace, position - 1);
    if (!window) return;
    const side = trace.downsampling;
    const cell = trace.cells[position - 1];
    context.fillStyle = CONTEXT;
    for (const seen of contextOf(trace, position - 1)) {
      context.fillRect((seen % trace.width) * side, Math.floor(seen / trace.width) * side, side, side);
    }
    context.lineWidth = Math.max(2, this.canvas.width / 320);
    context.strokeStyle = WINDOW_LINE;
    const rows = Math.min(window.height, trace.height - window.top);
    context.strokeRect(window.left * side, window.top * side, window.width * side, rows * side);
    context.strokeStyle = '#ffffff';
    context.strokeRect((cell % trace.width) * side, Math.floor(cell / trace.width) * side, side, side);
  }
}
