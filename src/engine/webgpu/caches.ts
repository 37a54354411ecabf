import { TesseraError } from '../../core/errors.ts';
import { storageBuffer } from './device.ts';
import type { Shape } from './shape.ts';
import type { CacheFormat } from './wgsl/format.ts';

/** Bytes of one layer's keys and values of one slot. */
function layerBytes(shape: Shape, format: CacheFormat): number {
  return 2 * shape.blockSize * shape.attentionQuads * (format === 'f32' ? 16 : 8);
}

/** Bytes of one slot: the keys and values of a whole window in all layers. */
function slotBytes(shape: Shape, format: CacheFormat): number {
  return shape.layers * layerBytes(shape, format);
}

/** Slots that fit into a budget of bytes and into the device's buffers; at least one. */
export function slotLimit(device: GPUDevice, shape: Shape, format: CacheFormat, budget: number): number {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const perLayer = Math.min(maxBufferSize, maxStorageBufferBindingSize) / layerBytes(shape, format);
  return Math.max(1, Math.floor(Math.min(perLayer, budget / slotBytes(shape, format))));
}

/**
 * The key/value caches: a buffer for each layer, [slot][key, value][head][position][head quads], of fixed shape, written
 * in place. It grows to the number of slots that schedules ask for and is then kept.
 */
export class Caches {
  layers: readonly GPUBuffer[] = [];
  slots = 0;

  constructor(
    private readonly device: GPUDevice,
    private readonly shape: Shape,
    private readonly format: CacheFormat,
  ) {}

  get bytes(): number {
    return this.slots * slotBytes(this.shape, this.format);
  }

  /**
   * @returns whether buffers were replaced, so that what binds them must bind anew
   * @throws TesseraError `gpu-out-of-memory`
   */
  async ensure(slots: number): Promise<boolean> {
    if (slots <= this.slots) return false;
    this.dispose();
    this.device.pushErrorScope('out-of-memory');
    this.layers = Array.from({ length: this.shape.layers }, (_, layer) =>
      storageBuffer(this.device, `cache ${layer}`, slots * layerBytes(this.shape, this.format)),
    );
    const error = await this.device.popErrorScope();
    if (error !== null) {
      this.dispose();
      throw new TesseraError(
        'gpu-out-of-memory',
        `${slots} caches of ${Math.ceil(slotBytes(this.shape, this.format) / 2 ** 20)} MiB do not fit into the graphics memory`,
        'use the exact window mode, which needs one, or a smaller picture',
        { cause: error },
      );
    }
    this.slots = slots;
    return true;
  }

  dispose(): void {
    for (const buffer of this.layers) buffer.destroy();
    this.layers = [];
    this.slots = 0;
  }
}
