import type { Manifest } from '../checkpoint/manifest.ts';
import { startTokens } from '../conditioning/prefix.ts';
import type { ConditionTokens } from '../core/condition.ts';
import { TesseraError } from '../core/errors.ts';
import type { SamplingSettings } from '../core/settings.ts';
import { windowOf } from '../core/window.ts';
import type { Guidance } from '../engine/engine.ts';
import type { LoadedModel } from './model.ts';

/**
 * What guides the draws of a run; undefined where nothing does. A model can be guided when it also learned to draw
 * with its condition withheld, that is, when it takes the kind `none` at as many positions.
 * @throws TesseraError `guidance-unavailable`
 */
export function guidanceFor(
  model: LoadedModel,
  settings: Pick<SamplingSettings, 'kind' | 'guidance'>,
  condition: ConditionTokens,
): Guidance | undefined {
  if (!isGuided(settings)) return undefined;
  const untold = canGuide(model.manifest) ? untoldCondition(model.manifest) : null;
  if (untold?.layout === 'prefix' && untold.tokens.length === positionsOf(condition, model))
    return { scale: settings.guidance, untold };
  throw new TesseraError(
    'guidance-unavailable',
    `the model ${model.manifest.id} never learned to draw without its condition, so draws cannot be guided`,
    'set the guidance to 0',
  );
}

/** A run that is told nothing has nothing to follow. */
export function isGuided<Settings extends Pick<SamplingSettings, 'kind' | 'guidance'>>(
  settings: Settings,
): settings is Settings & { readonly guidance: number } {
  return Boolean(settings.guidance) && settings.kind !== 'none';
}

/** Whether any kind of the model can be guided. A start of one token may as well be a class (conditionings.ts). */
export function canGuide(manifest: Manifest): boolean {
  const untold = untoldCondition(manifest);
  return untold?.layout === 'prefix' && untold.tokens.length > 1 && manifest.conditioning.length > 1;
}

function positionsOf(condition: ConditionTokens, { transformer }: LoadedModel): number {
  if (condition.layout === 'prefix') return condition.tokens.length;
  const window = windowOf(transformer.blockSize, condition, 0);
  return window.height * window.width;
}

function untoldCondition({ conditioning }: Manifest): ConditionTokens | null {
  const none = conditioning.find(({ kind }) => kind === 'none');
  return none?.stage?.type === 'sos' ? startTokens(none.stage, none.tokenOffset) : null;
}
