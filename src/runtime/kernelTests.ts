import type { Manifest } from '../checkpoint/manifest.ts';
import { chooseLaneForm, laneFormOf } from '../engine/webgpu/laneChoice.ts';
import type { LaneForm } from '../engine/webgpu/wgsl/lanes.ts';
import type { StartedBackend } from './backendChoice.ts';

/** The transformer's kernels on known values, on the person's own device: once a device and format of weights. */
export class KernelTests {
  readonly #ofDevice = new Map<Manifest['dtype'], Promise<void>>();
  /** Adapters and formats whose kernels were found right, in this form: they are not tested again on a new device. */
  readonly #sound = new Map<string, LaneForm>();

  /** To be called when another device takes over. */
  beginAnew(): void {
    this.#ofDevice.clear();
  }

  /** A failure is also told by the load that waits for it. @throws TesseraError `gpu-kernels-wrong` */
  run({ transformer, dtype }: Manifest, { device, report }: StartedBackend): Promise<void> {
    const name = `${report.adapter} ${dtype}`;
    if (device === null || transformer === null) return Promise.resolve();
    const sound = this.#sound.get(name);
    if (sound !== undefined) {
      chooseLaneForm(device, sound);
      return Promise.resolve();
    }
    let test = this.#ofDevice.get(dtype);
    if (test === undefined) {
      test = testOn(device, dtype).then(() => void this.#sound.set(name, laneFormOf(device)));
      this.#ofDevice.set(dtype, test);
      test.catch(() => undefined);
    }
    return test;
  }
}

async function testOn(device: GPUDevice, format: Manifest['dtype']): Promise<void> {
  const { selfTest } = await import('../engine/webgpu/selfTest.ts');
  await selfTest(device, format);
}
