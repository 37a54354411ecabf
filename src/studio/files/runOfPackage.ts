import type { RunRecord } from '../../core/runRecord.ts';
import type { WindowSize } from '../../core/window.ts';
import type { ShownRun } from '../generate/runStore.ts';
import type { Atlas } from '../replay/atlas.ts';
import { traceOfRecord } from '../replay/trace.ts';
import type { ConditionDocument } from './document.ts';
import { closeGaps } from './jobCondition.ts';
import { isWhole, type RunPackage } from './runPackage.ts';

/** What a record leaves open and the present model may know. */
export interface Known {
  readonly modelName: string;
  readonly downsampling: number;
  readonly window: WindowSize;
}

/**
 * A run that can be shown and replayed, from a file or the history. Without its picture it is shown as tiles.
 * @throws TesseraError those of the schedule, for a grid smaller than the window
 */
export function runOfPackage(
  { record, studio }: RunPackage,
  known: Known,
  picture: ImageBitmap | null,
  atlas: Atlas | null,
): ShownRun {
  const { modelName, downsampling, window } = studio ?? known;
  const kept = studio?.kept && new Set(studio.kept);
  const trace = traceOfRecord(record, downsampling, fitted(window, record), { kept });
  const decoded = document.createElement('canvas');
  decoded.width = record.grid.width * downsampling;
  decoded.height = record.grid.height * downsampling;
  // An editor may have resized the picture and kept what is inside: the tokens know the true size.
  if (picture) decoded.getContext('2d')?.drawImage(picture, 0, 0, decoded.width, decoded.height);
  const condition = studio?.condition ?? null;
  return {
    id: crypto.randomUUID(),
    source: 'opened',
    modelName,
    seed: record.settings.seed,
    trace,
    ...(kept && { kept }),
    atlas,
    layout: layoutOf(condition),
    labels: condition?.kind === 'segmentation' ? condition.labels : [],
    ...(condition && { condition }),
    decoded,
    record,
    cancelled: !isWhole(record),
  };
}

function layoutOf(condition: ConditionDocument | null): ShownRun['layout'] {
  if (condition?.kind !== 'segmentation') return null;
  return condition.map.labels.some((label) => label !== 255) ? closeGaps(condition.map) : null;
}

/** A window never reaches over the grid; a record from elsewhere may claim so. */
function fitted(window: WindowSize, { grid }: RunRecord): WindowSize {
  return { height: Math.min(window.height, grid.height), width: Math.min(window.width, grid.width) };
}
