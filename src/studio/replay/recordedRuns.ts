import type { LabelMap } from '../../core/layout.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { ConditionKind } from '../../core/settings.ts';
import { documentOfFile } from '../condition/conditionFile.ts';
import { type DrawnDocument, DRAWN_KINDS } from '../condition/documents.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { importLayout } from '../paint/importLayout.ts';
import type { Label } from '../../core/labels.ts';
import { loadAtlas, loadImage, type Atlas } from './atlas.ts';
import { cellsOf } from '../whatif/edits.ts';
import { traceOfRecord } from './trace.ts';

/** A run that ships with the page: record, picture and layout are files beside the index. */
export interface RecordedRunEntry {
  readonly id: string;
  readonly model: string;
  readonly record: string;
  readonly image: string;
  readonly layout: string | null;
  /** Picture of all codes of the model it was drawn with, relative to the page. */
  readonly tiles: string;
  /** Pixels per token, and tokens along a side of the transformer's window. */
  readonly downsampling: number;
  readonly window: number;
  /** Part of the grid that was given and not drawn, in cells; absent where all was drawn. */
  readonly kept?: {
    readonly top: number;
    readonly left: number;
    readonly height: number;
    readonly width: number;
  };
}

export async function fetchRecordedRuns(base: string): Promise<readonly RecordedRunEntry[]> {
  const response = await fetch(new URL('runs/index.json', base));
  const { runs } = (await response.json()) as { runs: readonly RecordedRunEntry[] };
  return runs;
}

interface DrawnFrom {
  readonly layout: LabelMap | null;
  readonly condition?: DrawnDocument;
}

/** The file beside a record: a label map, or the drawing of another kind of condition. */
async function loadCondition(
  url: URL,
  kind: ConditionKind,
  size: { readonly height: number; readonly width: number },
  labels: readonly Label[],
): Promise<DrawnFrom> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const drawn = DRAWN_KINDS.find((one) => one === kind);
  if (drawn) return { layout: null, condition: documentOfFile(drawn, bytes, url.pathname, size) };
  return { layout: importLayout(bytes, labels).map };
}

/** Everything that is needed to play a recorded run, without any weights. */
export async function openRecordedRun(
  entry: RecordedRunEntry,
  base: string,
  labels: readonly Label[],
): Promise<ShownRun> {
  const folder = new URL('runs/', base);
  const record = (await (await fetch(new URL(entry.record, folder))).json()) as RunRecord;
  const { kind } = record.settings;
  const side = entry.downsampling;
  const size = { height: record.grid.height * side, width: record.grid.width * side };
  const [image, from, atlas] = await Promise.all([
    loadImage(new URL(entry.image, folder).href),
    entry.layout ? loadCondition(new URL(entry.layout, folder), kind, size, labels) : { layout: null },
    // Without the tiles a run still plays, row by row.
    loadAtlas(new URL(entry.tiles, base).href).catch((): Atlas | null => null),
  ]);
  const decoded = document.createElement('canvas');
  decoded.width = image.naturalWidth;
  decoded.height = image.naturalHeight;
  decoded.getContext('2d')?.drawImage(image, 0, 0);
  const window = { height: entry.window, width: entry.window };
  const kept = entry.kept && new Set(cellsOf(entry.kept, record.grid.width));
  return {
    id: entry.id,
    source: 'recorded',
    modelName: entry.model,
    seed: record.settings.seed,
    trace: traceOfRecord(record, entry.downsampling, window, { kept }),
    ...(kept && { kept }),
    atlas,
    ...from,
    labels,
    decoded,
    record,
    cancelled: false,
  };
}
