import { DAWN_OPTIONS } from '../../scripts/vulkanEnvironment.mjs';

/** Dawn lives as long as this is referenced. */
let gpu: GPU | undefined;

/**
 * Dawn's binding asks for results by setImmediate, again and again: that takes a whole core, which a software adapter needs,
 * and fills memory so fast that collecting it costs more than recording (a token of 24 layers 1.4 ms in place of 0.4). A
 * pause of a millisecond delays no result that matters, since the next submission is in flight meanwhile.
 */
const askAfterPause = (ask: (...values: unknown[]) => void, ...values: unknown[]) =>
  setTimeout(ask, 1, ...values);

/** WebGPU in Node, by Dawn, with the globals that browsers have; VK_ICD_FILENAMES chooses the Vulkan driver. */
export async function nodeGpu(): Promise<GPU> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals, { setImmediate: askAfterPause });
  gpu ??= create(DAWN_OPTIONS);
  // tfjs looks for it before it takes a device.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return gpu;
}
