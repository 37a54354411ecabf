import type { AttendedCells } from '../../core/attentionMap.ts';
import type { Trace } from '../replay/trace.ts';
import { heatColour, shareOf, type HeatMap } from './heat.ts';
import { attentionHeat, windowMap } from './overlays.ts';

const LINE = 'rgb(255 255 255 / 34%)';
const LINE_SHADE = 'rgb(0 0 0 / 34%)';
const STRONG = '#f0b93a';
/** Angle between the hues of neighbouring windows: the golden one keeps them apart however many there are. */
const HUE_STEP = 137.5;

/** A canvas over the picture, in page pixels, that draws by cells. */
export class OverlayPainter {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly grid: { readonly height: number; readonly width: number },
    /** Pixels of the canvas. */
    private readonly size: { readonly height: number; readonly width: number },
  ) {}

  clear(): void {
    this.context.clearRect(0, 0, this.size.width, this.size.height);
  }

  borders(): void {
    const { context, grid, size } = this;
    for (const [offset, colour] of [
      [1, LINE_SHADE],
      [0, LINE],
    ] as const) {
      context.fillStyle = colour;
      for (let column = 1; column < grid.width; column++) {
        context.fillRect(this.x(column) + offset, 0, 1, size.height);
      }
      for (let row = 1; row < grid.height; row++) {
        context.fillRect(0, this.y(row) + offset, size.width, 1);
      }
    }
  }

  heat(map: HeatMap): void {
    map.values.forEach((value, cell) => {
      if (!Number.isNaN(value)) this.fill(cell, heatColour(shareOf(map, value)));
    });
  }

  attention(attended: AttendedCells, onto: 'picture' | 'condition'): void {
    this.heat(attentionHeat(attended, onto));
  }

  /** One hue a window, and a line where two of them meet. */
  windows(trace: Trace): void {
    const { window } = windowMap(trace);
    window.forEach((number, cell) => {
      if (number >= 0) this.fill(cell, `hsl(${(number * HUE_STEP) % 360} 55% 52% / 46%)`);
    });
    this.context.fillStyle = LINE;
    const { width } = this.grid;
    window.forEach((number, cell) => {
      const [row, column] = [Math.floor(cell / width), cell % width];
      const [x, y] = [this.x(column), this.y(row)];
      if (column > 0 && window[cell - 1] !== number) this.context.fillRect(x, y, 1, this.y(row + 1) - y);
      if (row > 0 && window[cell - width] !== number) this.context.fillRect(x, y, this.x(column + 1) - x, 1);
    });
  }

  /** Cells of one colour, such as those a brush has touched. */
  fill(cell: number, colour: string): void {
    const { left, top, width, height } = this.boxOf(cell);
    this.context.fillStyle = colour;
    this.context.fillRect(left, top, width, height);
  }

  /** The frame of a cell: thin under the pointer, strong when pinned. */
  frame(cell: number, strong: boolean): void {
    const { left, top, width, height } = this.boxOf(cell);
    this.outline(left, top, width, height, strong);
  }

  /** The frame of a rectangle of cells, with what is around it darkened if it is to stand out. */
  region(part: { top: number; left: number; height: number; width: number }, standsOut: boolean): void {
    const [left, top] = [this.x(part.left), this.y(part.top)];
    const [right, bottom] = [this.x(part.left + part.width), this.y(part.top + part.height)];
    if (standsOut) {
      this.context.save();
      this.context.fillStyle = 'rgb(0 0 0 / 42%)';
      this.context.beginPath();
      this.context.rect(0, 0, this.size.width, this.size.height);
      this.context.rect(left, top, right - left, bottom - top);
      this.context.fill('evenodd');
      this.context.restore();
    }
    this.outline(left, top, right - left, bottom - top, true);
  }

  /** Pixels of a cell's box. */
  boxOf(cell: number): { left: number; top: number; width: number; height: number } {
    const [row, column] = [Math.floor(cell / this.grid.width), cell % this.grid.width];
    const [left, top] = [this.x(column), this.y(row)];
    return { left, top, width: this.x(column + 1) - left, height: this.y(row + 1) - top };
  }

  private outline(left: number, top: number, width: number, height: number, strong: boolean): void {
    const { context } = this;
    const line = Math.max(1, Math.round(devicePixelRatio * (strong ? 2 : 1)));
    context.lineWidth = line + 2;
    context.strokeStyle = 'rgb(0 0 0 / 55%)';
    context.strokeRect(left, top, width, height);
    context.lineWidth = line;
    context.strokeStyle = strong ? STRONG : '#ffffff';
    context.strokeRect(left, top, width, height);
  }

  private x(column: number): number {
    return Math.round((column * this.size.width) / this.grid.width);
  }

  private y(row: number): number {
    return Math.round((row * this.size.height) / this.grid.height);
  }
}
