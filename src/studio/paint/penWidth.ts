/** What a pen leaves of the brush at no pressure at all, and how soon the whole brush is reached. */
const LEAST = 0.2;
const GAIN = 1.1;

/**
 * Share of the brush that a pointer paints with. Only pens press; a mouse reports 0.5 and a finger whatever its screen
 * makes up (Pointer Events 3, `pressure`), so both paint at full width. A firm press reaches the full width before the
 * pen's limit; a pen without a sensor (0.5) paints at three quarters.
 */
export function pressureOf({
  pointerType,
  pressure,
}: Pick<PointerEvent, 'pointerType' | 'pressure'>): number {
  return pointerType === 'pen' ? Math.min(1, LEAST + GAIN * pressure) : 1;
}
