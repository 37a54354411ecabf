import { vqganTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorInfo, TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../../src/core/architecture.ts';
import { loadWebGpuDecoder } from '../../src/engine/webgpu/vqgan/decoder.ts';
import type { ImageDecoder } from '../../src/networks/vqgan/imageDecoder.ts';
import { loadVqgan } from '../../src/networks/vqgan/vqgan.ts';
import { median } from './statistics.ts';

interface DecoderCase {
  readonly name: string;
  readonly architecture: VqganArchitecture;
  /** Size in tokens. */
  readonly height: number;
  readonly width: number;
  readonly runs: number;
  readonly format: 'f32' | 'f16';
  readonly signal?: AbortSignal;
  /** Processor time of this process in ms. On a software adapter it is the GPU's time, whatever else the machine does. */
  readonly processorTime?: () => number;
}

/** One picture of the same tokens and weights by both decoders, from tokens to float32 pixels on the CPU. */
interface DecoderFigure {
  readonly name: string;
  readonly grid: string;
  readonly runs: number;
  readonly kernelsMs: number;
  readonly tfjsMs: number;
  readonly kernelsProcessorMs: number | null;
  readonly tfjsProcessorMs: number | null;
  readonly dispatches: number;
  readonly submissions: number;
  /** Multiplications and additions of one picture, in 1e9. */
  readonly gigaOperations: number;
  readonly weightBytes: number;
  /** Largest sum of buffers beside the weights. */
  readonly peakBytes: number;
}

interface Time {
  readonly elapsed: number;
  readonly processor: number;
}

/**
 * Kernels of our own against tfjs on the same device; they take turns, so that a busy machine hits both. tfjs's backend
 * must have been started with this device.
 */
export async function measureDecoders(device: GPUDevice, one: DecoderCase): Promise<DecoderFigure> {
  const { name, architecture, height, width, runs, format, signal, processorTime } = one;
  const source = randomVqgan(architecture);
  const tfjs = await loadVqgan(source, architecture, { encoder: false, decoder: true });
  const kernels = await loadWebGpuDecoder(device, source, architecture, { format });
  const tokens = Int32Array.from({ length: height * width }, (_, i) => (i * 7) % architecture.codes);
  const timeOf = async (decoder: ImageDecoder): Promise<Time> => {
    const [started, before] = [performance.now(), processorTime?.() ?? 0];
    await decoder.decode({ height, width, tokens }, { signal });
    return { elapsed: performance.now() - started, processor: (processorTime?.() ?? 0) - before };
  };
  const processorMs = (times: readonly Time[]): number | null =>
    processorTime ? median(times.map(({ processor }) => processor)) : null;
  try {
    // Both once to warm up: pipelines of tfjs are compiled at their first use.
    await timeOf(tfjs);
    await timeOf(kernels);
    const before = { ...kernels.counters };
    const times = { kernels: [] as Time[], tfjs: [] as Time[] };
    for (let run = 0; run < runs; run++) {
      times.kernels.push(await timeOf(kernels));
      times.tfjs.push(await timeOf(tfjs));
    }
    const { dispatches, submissions, operations } = kernels.counters;
    return {
      name,
      grid: `${height}x${width}`,
      runs,
      kernelsMs: median(times.kernels.map(({ elapsed }) => elapsed)),
      tfjsMs: median(times.tfjs.map(({ elapsed }) => elapsed)),
      kernelsProcessorMs: processorMs(times.kernels),
      tfjsProcessorMs: processorMs(times.tfjs),
      dispatches: (dispatches - before.dispatches) / runs,
      submissions: (submissions - before.submissions) / runs,
      gigaOperations: (operations - before.operations) / runs / 1e9,
      weightBytes: kernels.weightBytes,
      peakBytes: kernels.plan(height, width).peakBytes,
    };
  } finally {
    tfjs.dispose();
    kernels.dispose();
  }
}

/** Made-up weights: speed does not depend on their values. */
function randomVqgan(architecture: VqganArchitecture): TensorSource {
  const tensors = new Map<string, TensorInfo>();
  for (const [name, shape] of vqganTensors(architecture)) tensors.set(name, { name, shape, dtype: 'f32' });
  const values = (name: string): Float32Array => {
    const { shape } = tensors.get(name)!;
    const length = shape.reduce((product, size) => product * size, 1);
    const spread = shape.length > 1 ? Math.sqrt((3 * shape[0]) / length) : 0.1;
    const middle = shape.length === 1 && name.endsWith('.weight') ? 1 : 0;
    let state = length;
    return Float32Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return middle + (spread * state) / 2 ** 31;
    });
  };
  return {
    tensors,
    readFloat32: (name) => Promise.resolve(values(name)),
    readIntegers: (name) => Promise.resolve([...values(name)]),
    readBytes: (name) => Promise.resolve(new Uint8Array(values(name).buffer)),
  };
}
