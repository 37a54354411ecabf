import type { Drawn } from '../../src/engine/engine.ts';
import { usage, type Arguments, wholeNumbers } from '../arguments.ts';
import { writeBytes } from '../io/files.ts';

/** Raw logits of chosen cells: a JSON list with one list of numbers for each cell, in the order asked for. */
export class LogitsAt {
  private readonly found: (number[] | null)[];

  private constructor(
    private readonly cells: readonly (readonly [number, number])[],
    private readonly path: string,
  ) {
    this.found = cells.map(() => null);
  }

  /** From --logits-at and --logits-out; undefined without them. @throws TesseraError `usage` */
  static from(args: Arguments, grid: { height: number; width: number }): LogitsAt | undefined {
    const text = args.text('logits-at');
    const path = args.text('logits-out');
    if (text === undefined && path === undefined) return undefined;
    if (text === undefined || path === undefined) {
      throw usage('--logits-at and --logits-out belong together', 'give both');
    }
    const cells = text.split(';').map((cell) => {
      const [row, column] = wholeNumbers(cell, 2) ?? [Infinity, Infinity];
      if (row >= grid.height || column >= grid.width) {
        throw usage(
          `--logits-at is "${text}"`,
          `give "row,column;row,column" inside ${grid.height} x ${grid.width}`,
        );
      }
      return [row, column] as const;
    });
    return new LogitsAt(cells, path);
  }

  readonly wants = (row: number, column: number): boolean =>
    this.cells.some(([r, c]) => r === row && c === column);

  take({ step, logits }: Drawn): void {
    if (!logits) return;
    this.cells.forEach(([row, column], i) => {
      if (row === step.row && column === step.column) this.found[i] = [...logits];
    });
  }

  /** Cells that were kept, not drawn, have null. */
  async write(): Promise<void> {
    await writeBytes(this.path, `${JSON.stringify(this.found)}\n`);
  }
}
