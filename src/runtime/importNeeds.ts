/** What a model will take on a machine, before anything is written: storage, memory, work. */
import { DTYPE_BYTES, elementCount } from '../checkpoint/dtypes.ts';
import { transformerTensors } from '../checkpoint/infer/networkTensors.ts';
import type { Manifest } from '../checkpoint/manifest.ts';
import { partOfTensor, tensorsOf } from '../checkpoint/modelParts.ts';
import { storedBytes } from '../checkpoint/quantize.ts';
import { downsampling } from '../core/architecture.ts';
import { windowUnder } from '../core/window.ts';
import type { Found, ImportSource } from './importProtocol.ts';
import type { BackendName } from './protocol.ts';

export interface Machine {
  readonly backend: BackendName;
  /** What the browser still lets the page store; null where it does not say. */
  readonly freeBytes: number | null;
  /** The machine's memory as the browser rounds it, at most `MOST_REPORTED`; null where it does not say. */
  readonly memoryBytes: number | null;
  /** Largest buffer that a kernel may read; null without a graphics adapter. */
  readonly bindingBytes: number | null;
}

export interface Needs {
  readonly storageBytes: number;
  /** Weights, one cache and the largest activations, on the graphics card or, with WASM, in the page's memory. */
  readonly memoryBytes: number;
  /** Largest single buffer. */
  readonly bufferBytes: number;
  /** Read for every token that is drawn; 0 without a transformer. */
  readonly bytesPerToken: number;
  /** Tokens of one window, each a pass over the weights. */
  readonly windowTokens: number;
}

/** Why a model cannot be used here. */
export interface Obstacle {
  readonly kind: 'storage' | 'buffer' | 'address-space' | 'memory';
  readonly needs: number;
  readonly has: number;
}

/** Browsers tell no more than this, so that machines look alike; above it nothing is known. */
const MOST_REPORTED = 8 * 2 ** 30;
/** WASM addresses have 32 bits. */
export const WASM_BYTES = 2 ** 32;
/** Feature maps of the largest resolution that the decoder holds at once. */
export const FEATURE_MAPS = 4;

type Model = Found['model'];

/** Bytes that an import of this source will write. */
export function importBytes(source: ImportSource, model: Model, dtype: Manifest['dtype']): number {
  return source.kind === 'checkpoint' ? model.keptBytes[dtype] : model.fileBytes;
}

export function needsOf(
  model: Model,
  dtype: Manifest['dtype'],
  storageBytes: number,
  backend: BackendName,
): Needs {
  // our GPU kernels read packed weights; tfjs, and so WASM, has float32 only
  const kept = backend === 'webgpu' ? dtype : 'f32';
  const floats = kept === 'f32' ? 4 : 2;
  let largest = 0;
  let bytesPerToken = 0;
  let weights = 0;
  if (model.transformer) {
    for (const [name, shape] of transformerTensors(model.transformer)) {
      const bytes = storedBytes(`transformer.${name}`, shape, kept);
      const isLookedUp = name === 'tok_emb.weight' || name === 'pos_emb';
      weights += bytes;
      if (!isLookedUp) bytesPerToken += bytes;
      largest = Math.max(largest, bytes);
    }
  }
  const stages = tensorsOf({
    imageStage: model.imageStage,
    conditioning: model.conditioning,
    transformer: null,
  });
  for (const [name, shape] of stages) {
    const part = partOfTensor(name);
    if (part === 'image-decoder' || /^conditioning-\d+-encoder$/.test(part))
      weights += elementCount(shape) * DTYPE_BYTES.f32;
  }
  const window = windowTokens(model);
  const { layers = 0, width = 0, blockSize = 0 } = model.transformer ?? {};
  const cache = 2 * layers * blockSize * width * floats;
  const stage = model.imageStage;
  const map = stage
    ? window * (downsampling(stage) / stage.patch) ** 2 * stage.channels * DTYPE_BYTES.f32
    : 0;
  return {
    storageBytes,
    memoryBytes: weights + cache + FEATURE_MAPS * map,
    bufferBytes: Math.max(largest, map, layers ? cache / layers : 0),
    bytesPerToken,
    windowTokens: window,
  };
}

/** What stands in the way, the storage first. */
export function obstaclesOf(needs: Needs, machine: Machine): Obstacle[] {
  const limits: readonly (readonly [Obstacle['kind'], number, number | null])[] = [
    ['storage', needs.storageBytes, machine.freeBytes],
    ['buffer', needs.bufferBytes, machine.backend === 'webgpu' ? machine.bindingBytes : null],
    ['address-space', needs.memoryBytes, machine.backend === 'wasm' ? WASM_BYTES : null],
    ['memory', needs.memoryBytes, knownMemory(machine)],
  ];
  return limits.flatMap(([kind, needed, has]) =>
    has !== null && needed > has ? [{ kind, needs: needed, has }] : [],
  );
}

/** The machine's memory where the browser's figure says anything. */
export function knownMemory({ memoryBytes }: Pick<Machine, 'memoryBytes'>): number | null {
  return memoryBytes !== null && memoryBytes < MOST_REPORTED ? memoryBytes : null;
}

/** Of the condition that leaves the most room: a grid takes half of the block (reference section 5), a class its own length. */
function windowTokens({ transformer, conditioning }: Model): number {
  if (!transformer) return 256;
  const room = conditioning.map(({ stage }) => {
    const { height, width } = windowUnder(transformer.blockSize, stage);
    return height * width;
  });
  return room.length > 0 ? Math.max(...room) : Math.floor(transformer.blockSize / 2);
}
