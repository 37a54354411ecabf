/**
 * Pixel values between bytes and the networks' range [-1, 1] (reference sections 4 and 6.9). The way back truncates,
 * as the reference does, so 95 of 256 values lose one level in a round trip; goldens/tables/uint8.json holds the table.
 */
export function toUnitRange(byte: number): number {
  return Math.fround(byte / 127.5 - 1);
}

/** `trunc(clip((x + 1) * 127.5, 0, 255))`, each operation in float32. */
export function toByte(value: number): number {
  const scaled = Math.fround(Math.fround(value + 1) * 127.5);
  return Math.trunc(Math.min(255, Math.max(0, scaled)));
}
