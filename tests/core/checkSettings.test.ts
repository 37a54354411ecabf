import { expect, it } from 'vitest';

import { checkSettings } from '../../src/core/checkSettings.ts';
import { DEFAULT_SETTINGS, type SamplingSettings } from '../../src/core/settings.ts';

const sound: SamplingSettings = { ...DEFAULT_SETTINGS, kind: 'none', window: 'exact' };

it('lets the usual and the outermost pass', () => {
  expect(() => checkSettings(sound)).not.toThrow();
  expect(() =>
    checkSettings({ ...sound, seed: 2 ** 53 - 1, temperature: 0.01, topK: 0, topP: 0, guidance: 10 }),
  ).not.toThrow();
});

it.each<Partial<SamplingSettings>>([
  { seed: -1 },
  { seed: 0.5 },
  { temperature: 0 },
  { temperature: NaN },
  { temperature: Infinity },
  { topK: -1 },
  { topK: 2.5 },
  { topK: NaN },
  { topP: 1.01 },
  { guidance: -1 },
])('names what nothing can be drawn with: %j', (wrong) => {
  expect(() => checkSettings({ ...sound, ...wrong })).toThrow(
    expect.objectContaining({
      code: 'setting-out-of-range',
      message: expect.stringContaining(Object.keys(wrong)[0]) as string,
    }) as Error,
  );
});
