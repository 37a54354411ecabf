import * as v from 'valibot';

import { CONDITION_KINDS, SETTING_RANGES, WINDOW_MODES } from '../../core/settings.ts';

const number = ([least, most]: readonly [number, number]) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const whole = (range: readonly [number, number]) => v.pipe(number(range), v.integer());

/** What decides which tokens are drawn, as links and drafts hold it: numbers as run records may have them. */
export const SAMPLING_ENTRIES = {
  kind: v.picklist(CONDITION_KINDS),
  seed: whole(SETTING_RANGES.seed),
  temperature: number(SETTING_RANGES.temperature),
  topK: whole(SETTING_RANGES.topK),
  topP: number(SETTING_RANGES.topP),
  greedy: v.boolean(),
  window: v.picklist(WINDOW_MODES),
  guidance: v.optional(number(SETTING_RANGES.guidance)),
};
