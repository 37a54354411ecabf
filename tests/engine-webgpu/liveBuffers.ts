/** Buffers of a device that were created and not destroyed. */
export interface LiveBuffers {
  readonly count: number;
  readonly bytes: number;
}

/** Counts from now on; one that is only dropped, for the garbage collector to find, counts as alive. */
export function countBuffers(device: GPUDevice): () => LiveBuffers {
  const alive = new Map<GPUBuffer, number>();
  const create = device.createBuffer.bind(device);
  const counted = (descriptor: GPUBufferDescriptor): GPUBuffer => {
    const buffer = create(descriptor);
    alive.set(buffer, buffer.size);
    const destroy = buffer.destroy.bind(buffer);
    Object.defineProperty(buffer, 'destroy', {
      value: () => {
        alive.delete(buffer);
        destroy();
      },
      configurable: true,
    });
    return buffer;
  };
  Object.defineProperty(device, 'createBuffer', { value: counted, configurable: true });
  return () => ({ count: alive.size, bytes: [...alive.values()].reduce((sum, bytes) => sum + bytes, 0) });
}
