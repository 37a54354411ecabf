import { TesseraError } from './errors.ts';
import { SETTING_RANGES, type SamplingSettings } from './settings.ts';

const WHOLE = ['seed', 'topK'] as const satisfies readonly (keyof typeof SETTING_RANGES)[];

/**
 * Before a run: numbers out of their range would be drawn with and give noise, or nothing.
 * @throws TesseraError `setting-out-of-range` naming the first
 */
export function checkSettings(settings: SamplingSettings): void {
  for (const [name, [least, most]] of Object.entries(SETTING_RANGES)) {
    const value = settings[name as keyof typeof SETTING_RANGES] ?? 0;
    const isIn = value >= least && value <= most;
    if (isIn && (Number.isInteger(value) || !WHOLE.some((whole) => whole === name))) continue;
    throw new TesseraError(
      'setting-out-of-range',
      `${name} is ${value}`,
      `give a number from ${least} to ${most}`,
    );
  }
}
