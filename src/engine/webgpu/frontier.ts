import type { Schedule, Step } from '../../core/schedule.ts';

/** Rows of the grid, from the first unfinished one, that are looked at for steps that may run together. */
const REACH = 16;

/**
 * Which steps may run next. In raster order a token needs, of every earlier row, only the columns of its own window;
 * so the rows of a wide grid advance together, each behind the one above it (a wavefront), and several tokens share one
 * pass over the weights. Random numbers belong to cells, so the order of draws changes nothing.
 */
export class Frontier {
  /** Steps of each grid row not yet taken, by column; the same for slots, in schedule order. */
  private readonly byRow = new Map<number, Queue>();
  private readonly bySlot = new Map<number, Queue>();
  private readonly sequential: boolean;
  private readonly rows: readonly number[];
  private firstRow = 0;
  private next = 0;

  constructor(
    private readonly schedule: Schedule,
    private readonly most: number,
  ) {
    const raster = schedule.order.every((local, place) => local === place);
    this.sequential = !raster || most === 1 || schedule.slots <= 1;
    for (const step of schedule.steps) {
      queueOf(this.byRow, step.row).steps.push(step);
      queueOf(this.bySlot, step.slot).steps.push(step);
    }
    this.rows = [...this.byRow.keys()].sort((a, b) => a - b);
  }

  get done(): boolean {
    return this.next >= this.schedule.steps.length;
  }

  /** Steps that depend on no other untaken step, at most `most`, no two in one slot. */
  ready(): Step[] {
    const { steps } = this.schedule;
    if (this.sequential) return [steps[this.next]];
    while (this.byRow.get(this.rows[this.firstRow])!.head === undefined) this.firstRow++;
    const found: Step[] = [];
    const reach = this.rows.slice(this.firstRow, this.firstRow + REACH);
    for (const row of reach) {
      const step = this.byRow.get(row)!.head;
      if (step !== undefined && this.isFree(step)) found.push(step);
      if (found.length === this.most) break;
    }
    return found;
  }

  take(step: Step): void {
    this.byRow.get(step.row)!.taken++;
    this.bySlot.get(step.slot)!.taken++;
    this.next++;
  }

  private isFree(step: Step): boolean {
    // A slot serves one window after the other, in the order of the schedule.
    if (this.bySlot.get(step.slot)!.head !== step) return false;
    const right = step.left + this.schedule.window.width;
    for (let row = step.top; row < step.row; row++) {
      const pending = this.byRow.get(row)?.head;
      if (pending !== undefined && pending.column < right) return false;
    }
    return true;
  }
}

class Queue {
  readonly steps: Step[] = [];
  taken = 0;

  get head(): Step | undefined {
    return this.steps[this.taken];
  }
}

function queueOf(queues: Map<number, Queue>, key: number): Queue {
  let queue = queues.get(key);
  if (queue === undefined) queues.set(key, (queue = new Queue()));
  return queue;
}
