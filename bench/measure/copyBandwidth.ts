import { median } from './statistics.ts';

const BYTES = 2 ** 26;
const COPIES = 4;

/** GB/s at which the device copies a buffer, bytes read and written added up; the median of some runs. */
export async function copyBandwidth(device: GPUDevice, runs: number): Promise<number> {
  const make = () =>
    device.createBuffer({ size: BYTES, usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
  const [from, to] = [make(), make()];
  const rates: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const encoder = device.createCommandEncoder();
    for (let i = 0; i < COPIES; i++) encoder.copyBufferToBuffer(from, 0, to, 0, BYTES);
    const started = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    // The first run pays for the memory itself.
    if (run > 0) rates.push((2 * COPIES * BYTES) / (performance.now() - started) / 1e6);
  }
  from.destroy();
  to.destroy();
  return median(rates);
}
