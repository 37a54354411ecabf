import * as v from 'valibot';

import { TesseraError } from '../../core/errors.ts';
import { EMPTY } from '../../core/grid.ts';
import { readRunRecord } from '../../core/readRunRecord.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { WindowSize } from '../../core/window.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { windowAt } from '../replay/trace.ts';
import type { ConditionDocument } from './document.ts';
import { packDocument, unpackDocument } from './packedDocument.ts';

/** What the studio knows about a run besides its record: enough to show and replay it without its model. */
export interface StudioPart {
  readonly modelName: string;
  /** Pixels per token. */
  readonly downsampling: number;
  /** The transformer's window, in tokens. */
  readonly window: WindowSize;
  /** Null where only its tokens are known (a record of the command). */
  readonly condition: ConditionDocument | null;
  /** Row-major cells that were kept of a photo and not drawn, ascending; absent where all was drawn. */
  readonly kept?: readonly number[];
}

/** A run as files, links between visits and the history keep it. */
export interface RunPackage {
  readonly record: RunRecord;
  /** Null for a record that was not written by the studio. */
  readonly studio: StudioPart | null;
}

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64));

const cell = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 18));

const STUDIO = v.object({
  version: v.literal(1),
  modelName: v.pipe(v.string(), v.maxLength(200)),
  downsampling: side,
  window: v.object({ height: side, width: side }),
  condition: v.unknown(),
  kept: v.optional(v.pipe(v.array(cell), v.maxLength(2 ** 18))),
});

/** The run on the Result canvas; null while it is not finished. */
export function packageOf(run: ShownRun): RunPackage | null {
  if (!run.record) return null;
  const window = windowAt(run.trace, 0);
  return {
    record: run.record,
    studio: window && {
      modelName: run.modelName,
      downsampling: run.trace.downsampling,
      window: { height: window.height, width: window.width },
      condition: run.condition ?? layoutOf(run),
      ...(run.kept && { kept: [...run.kept].sort((a, b) => a - b) }),
    },
  };
}

/** Runs that ship with the page know their layout without gaps. */
function layoutOf({ layout, labels }: ShownRun): ConditionDocument | null {
  return layout && { kind: 'segmentation', map: layout, labels };
}

/** The studio's part as JSON. */
export function packStudio({ modelName, downsampling, window, condition, kept }: StudioPart): object {
  return {
    version: 1,
    modelName,
    downsampling,
    window,
    condition: condition && packDocument(condition),
    ...(kept && { kept }),
  };
}

/**
 * A run from anybody's JSON.
 * @param studio undefined where the file has no such part
 * @throws TesseraError `record-invalid`, `record-version`, `studio-part-invalid`, those of unpackDocument
 */
export function readRunPackage(record: unknown, studio: unknown): RunPackage {
  return { record: readRunRecord(record), studio: studio === undefined ? null : readStudio(studio) };
}

function readStudio(value: unknown): StudioPart {
  const parsed = v.safeParse(STUDIO, value, { abortEarly: true });
  if (!parsed.success) {
    throw new TesseraError(
      'studio-part-invalid',
      `what the studio kept about this run cannot be read: ${parsed.issues[0].message}`,
      'use a file that Tessera wrote, unchanged',
    );
  }
  const { modelName, downsampling, window, condition, kept } = parsed.output;
  return {
    modelName,
    downsampling,
    window,
    condition: condition === null || condition === undefined ? null : unpackDocument(condition),
    ...(kept && { kept }),
  };
}

/** Whether every token was drawn. */
export function isWhole({ tokens }: RunRecord): boolean {
  return !tokens.includes(EMPTY);
}
