import { toByte } from '../../src/core/uint8.ts';
import type { Picture } from '../../src/networks/vqgan/picture.ts';

/** A decoded picture as bytes: RGB, gray (1 channel), or label ids where the stage gives class logits. */
export function decodedBytes(
  picture: Picture,
  segmentation: boolean,
): { readonly channels: number; readonly data: Uint8Array } {
  const { channels, values } = picture;
  if (!segmentation) return { channels, data: Uint8Array.from(values, toByte) };
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
