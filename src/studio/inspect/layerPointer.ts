import type { Studio } from '../studio.ts';
import type { Region } from '../whatif/whatIfStore.ts';
import { cellAt } from './tokenAt.ts';

/** Pointer work on the token grid: hover and pin, the tile brush, and the rectangle of a region. */
export class LayerPointer {
  /** Cells that the brush has touched since it was put down. */
  stroke: Set<number> | null = null;
  private corner: number | null = null;

  /** Whether a region is being dragged. */
  get isMarking(): boolean {
    return this.corner !== null;
  }

  /** @param onChange called when the touched cells change, and when nothing is dragged any more */
  constructor(
    private readonly element: HTMLElement,
    private readonly studio: Studio,
    private readonly onChange: () => void,
  ) {
    for (const [type, listener] of this.listeners) element.addEventListener(type, listener);
  }

  stop(): void {
    for (const [type, listener] of this.listeners) this.element.removeEventListener(type, listener);
  }

  private readonly listeners: readonly (readonly [string, (event: Event) => void])[] = [
    ['pointerdown', (event) => this.down(event as PointerEvent)],
    ['pointermove', (event) => this.move(event as PointerEvent)],
    ['pointerup', () => this.up()],
    ['pointercancel', () => this.drop()],
    ['pointerleave', () => this.leave()],
    ['click', (event) => this.click(event as MouseEvent)],
  ];

  private get tool() {
    return this.studio.whatIfStore.getState().tool;
  }

  private down(event: PointerEvent): void {
    const cell = this.at(event);
    if (cell === null || event.button !== 0 || this.tool === 'look' || !this.studio.whatIf.canEdit) return;
    this.element.setPointerCapture(event.pointerId);
    if (this.tool === 'tile') {
      this.stroke = new Set([cell]);
      this.onChange();
    } else {
      this.corner = cell;
      this.mark(cell);
    }
  }

  private move(event: PointerEvent): void {
    const cell = this.at(event);
    const { inspectStore } = this.studio;
    if (inspectStore.getState().cursor !== cell) inspectStore.setState({ cursor: cell });
    if (cell === null) return;
    if (this.stroke && !this.stroke.has(cell)) {
      this.stroke.add(cell);
      this.onChange();
    }
    if (this.corner !== null) this.mark(cell);
  }

  private up(): void {
    const { whatIf, whatIfStore } = this.studio;
    if (this.stroke) whatIf.lay([...this.stroke], whatIfStore.getState().code);
    this.drop();
  }

  private drop(): void {
    if (!this.stroke && !this.isMarking) return;
    this.corner = null;
    this.stroke = null;
    this.onChange();
  }

  private leave(): void {
    if (!this.stroke && this.corner === null) this.studio.inspectStore.setState({ cursor: null });
  }

  private click(event: MouseEvent): void {
    const cell = this.at(event);
    if (cell === null || this.tool !== 'look') return;
    this.studio.inspector.pin(cell);
  }

  private mark(to: number): void {
    const trace = this.studio.runs.getState().shown?.trace;
    if (!trace || this.corner === null) return;
    this.studio.whatIf.set({ region: between(this.corner, to, trace.width) });
  }

  private at({ clientX, clientY }: MouseEvent): number | null {
    const trace = this.studio.runs.getState().shown?.trace;
    if (!trace) return null;
    return cellAt(trace, this.element.getBoundingClientRect(), { x: clientX, y: clientY });
  }
}

/** The rectangle that has two cells in its corners. */
function between(a: number, b: number, width: number): Region {
  const [rowA, rowB] = [Math.floor(a / width), Math.floor(b / width)];
  const [columnA, columnB] = [a % width, b % width];
  return {
    top: Math.min(rowA, rowB),
    left: Math.min(columnA, columnB),
    height: Math.abs(rowA - rowB) + 1,
    width: Math.abs(columnA - columnB) + 1,
  };
}
