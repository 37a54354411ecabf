import type { Picture } from '../../src/networks/vqgan/picture.ts';
import { byteOf } from '../../src/runtime/pixels.ts';

/**
 * A decoded picture as bytes: RGB, gray (1 channel), or label ids where the stage gives class logits.
 * @throws TesseraError `picture-not-finite`
 */
export function decodedBytes(
  picture: Picture,
  segmentation: boolean,
): { readonly channels: number; readonly data: Uint8Array } {
  const { channels, values } = picture;
  const bytes = Uint8Array.from(values, byteOf);
  if (!segmentation) return { channels, data: bytes };
  const data = new Uint8Array(values.length / channels);
  for (let i = 0; i < data.length; i++) {
    let best = 0;
    for (let c = 1; c < channels; c++) {
      if (values[i * channels + c] > values[i * channels + best]) best = c;
    }
    data[i] = best;
  }
  return { channels: 1, data };
}
