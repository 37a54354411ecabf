/**
 * Space-to-depth and back, in PyTorch's pixel_unshuffle order: channel c, row dy, column dx of a p x p patch
 * becomes channel c*p*p + dy*p + dx. Not in the reference; it lets small models work on small activations.
 */

/** HWC [height, width, channels] -> HWC [floor(height/p), floor(width/p), channels*p*p]; the rest is cropped. */
export function spaceToDepth(
  pixels: Float32Array,
  height: number,
  width: number,
  channels: number,
  p: number,
): { data: Float32Array; height: number; width: number } {
  const h = Math.floor(height / p);
  const w = Math.floor(width / p);
  if (p === 1) return { data: pixels, height, width };
  const data = new Float32Array(h * w * channels * p * p);
  forEachValue(h, w, channels, p, width, (packed, spread) => (data[packed] = pixels[spread]));
  return { data, height: h, width: w };
}

/** HWC [h, w, channels*p*p] -> HWC [h*p, w*p, channels]. */
export function depthToSpace(
  packed: Float32Array,
  h: number,
  w: number,
  channels: number,
  p: number,
): Float32Array {
  if (p === 1) return packed;
  const pixels = new Float32Array(packed.length);
  forEachValue(h, w, channels, p, w * p, (from, to) => (pixels[to] = packed[from]));
  return pixels;
}

function forEachValue(
  h: number,
  w: number,
  channels: number,
  p: number,
  width: number,
  visit: (packed: number, spread: number) => void,
): void {
  let packed = 0;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let c = 0; c < channels; c++) {
        for (let dy = 0; dy < p; dy++) {
          for (let dx = 0; dx < p; dx++) {
            visit(packed++, ((y * p + dy) * width + x * p + dx) * channels + c);
          }
        }
      }
    }
  }
}
