import { buildSchedule, countPositions, type Schedule } from '../../src/core/schedule.ts';
import type { WindowMode } from '../../src/core/settings.ts';
import type { PositionFigure } from '../report/report.ts';

const WINDOW = { height: 16, width: 16 };
const CELLS = WINDOW.height * WINDOW.width;

/** What a grid costs with a spatial condition: 256 condition positions in front of every window. */
export function positionFigure(height: number, width: number): PositionFigure {
  const schedule = (mode: WindowMode, maxSlots: number): Schedule =>
    buildSchedule({ height, width, mode, window: WINDOW, maxSlots });
  const [four, eight] = [schedule('stride-4', Infinity), schedule('stride-8', Infinity)];
  return {
    grid: `${height}x${width}`,
    reference: height * width * (2 * CELLS - 1),
    exact: countPositions(schedule('exact', 1), CELLS),
    stride4: countPositions(four, CELLS),
    stride8: countPositions(eight, CELLS),
    slots4: four.slots,
    slots8: eight.slots,
  };
}
