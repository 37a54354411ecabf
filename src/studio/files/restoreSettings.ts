import { resampleLabels, type LabelMap } from '../../core/layout.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import { TEMPERATURE, TOP_P } from '../generate/limits.ts';
import type { Settings } from '../generate/settingsStore.ts';
import type { Label } from '../../core/labels.ts';
import { UNPAINTED } from '../paint/raster.ts';
import { translateLayout } from '../paint/translateLayout.ts';
import type { StudioParts } from '../createParts.ts';
import { isDrawn } from '../condition/documents.ts';
import type { ConditionDocument } from './document.ts';

/** A picture's size, the model's window in pixels, and everything that decides which tokens are drawn. */
export interface Wanted {
  readonly width: number;
  readonly height: number;
  readonly native: number;
  readonly settings: RunRecord['settings'];
  readonly condition: ConditionDocument | null;
}

/** The page's settings that draw the same tokens. */
function settingsFor({ width, height, native, settings, condition }: Wanted): Partial<Settings> {
  const { kind, window, seed, temperature, topK, topP, greedy, guidance = 0 } = settings;
  return {
    width,
    height,
    native,
    kind,
    window,
    seed,
    seedLocked: true,
    temperature: Math.min(TEMPERATURE.most, Math.max(TEMPERATURE.least, temperature)),
    // The page has no greedy switch and no “off”: the likeliest alone, and all of them, are the same thing.
    topK: greedy ? 1 : topK === 0 ? 2 ** 20 : topK,
    topP: Math.max(TOP_P.least, topP),
    guidance,
    ...(condition?.kind === 'class' && { classId: condition.classId }),
  };
}

/**
 * Puts settings and layout onto the page, as one step of the layout's undo.
 * @param labels palette that the layout's ids are to have; they are translated by name where that differs
 * @returns false when the palette lacks a label of the layout, which is then left alone
 */
export function restoreSettings(
  { settings, document, desk }: Pick<StudioParts, 'settings' | 'document' | 'desk'>,
  wanted: Wanted,
  labels: readonly Label[],
): boolean {
  const { condition } = wanted;
  const map = condition?.kind === 'segmentation' ? translated(condition.map, condition.labels, labels) : null;
  // The layout first: a layout of another size brings its size along, and no step of its own is made for that.
  if (map) document.replace(resampleLabels(map, wanted.height, wanted.width));
  settings.setState(settingsFor(wanted));
  if (isDrawn(condition)) desk.put(condition);
  return map !== null || condition?.kind !== 'segmentation';
}

const GAP: Label = { id: UNPAINTED, name: '\0unpainted', color: '#000000' };

function translated(map: LabelMap, from: readonly Label[], to: readonly Label[]): LabelMap | null {
  return to.length === 0 ? map : translateLayout(map, [...from, GAP], [...to, GAP]);
}
