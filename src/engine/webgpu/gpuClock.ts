/** Passes that one submission may time. */
const MOST_PASSES = 16;

/**
 * Time that the GPU spends in compute passes, from timestamp queries. Every pass of a submission writes its beginning
 * and its end; they come back through a buffer of their own, so decoding never waits for them longer than for results.
 */
export class GpuClock {
  /** Milliseconds of all passes that were read back. */
  totalMs = 0;
  private readonly queries: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private passes = 0;

  /** @returns null where the device has no timestamps */
  static of(device: GPUDevice): GpuClock | null {
    return device.features.has('timestamp-query') ? new GpuClock(device) : null;
  }

  private constructor(private readonly device: GPUDevice) {
    const count = 2 * MOST_PASSES;
    this.queries = device.createQuerySet({ label: 'pass times', type: 'timestamp', count });
    const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
    this.resolved = device.createBuffer({ label: 'pass times', size: 8 * count, usage });
  }

  /** Descriptor of the next pass; passes beyond what a submission may time are not timed. */
  pass(): GPUComputePassDescriptor {
    if (this.passes === MOST_PASSES) return {};
    const first = 2 * this.passes++;
    const timestampWrites = {
      querySet: this.queries,
      beginningOfPassWriteIndex: first,
      endOfPassWriteIndex: first + 1,
    };
    return { timestampWrites };
  }

  /** Ends a submission. @returns what reads its times once it was submitted */
  resolve(encoder: GPUCommandEncoder): () => Promise<void> {
    const count = 2 * this.passes;
    this.passes = 0;
    if (count === 0) return () => Promise.resolve();
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.device.createBuffer({ label: 'pass times staging', size: 8 * count, usage });
    encoder.resolveQuerySet(this.queries, 0, count, this.resolved, 0);
    encoder.copyBufferToBuffer(this.resolved, 0, staging, 0, 8 * count);
    return async () => {
      try {
        await staging.mapAsync(GPUMapMode.READ);
        const times = new BigUint64Array(staging.getMappedRange());
        // A clock may jump when the GPU changes its state; such a pass counts as nothing.
        for (let i = 0; i < count; i += 2) {
          if (times[i + 1] > times[i]) this.totalMs += Number(times[i + 1] - times[i]) / 1e6;
        }
      } finally {
        staging.destroy();
      }
    };
  }

  dispose(): void {
    this.queries.destroy();
    this.resolved.destroy();
  }
}
