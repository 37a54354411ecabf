/** What graphics drivers do wrong, done in the worker that computes, where the browser would tell of it. */
import type { Page } from 'playwright/test';

import { computingWorker, prepareWorker } from './computingWorker.ts';

/** The next result that is to be read back from the device does not come. */
export async function failNextReadback(page: Page): Promise<void> {
  await computingWorker(page).evaluate(() => {
    const sound = Object.getOwnPropertyDescriptor(GPUBuffer.prototype, 'mapAsync')!;
    GPUBuffer.prototype.mapAsync = () => {
      Object.defineProperty(GPUBuffer.prototype, 'mapAsync', sound);
      return Promise.reject(new DOMException('made to fail', 'OperationError'));
    };
  });
}

export type Complaint = 'GPUOutOfMemoryError' | 'GPUValidationError';

/** The device tells of an error that nobody asked about, as soon as it is given further work. */
export async function complain(page: Page, complaint: Complaint): Promise<void> {
  await computingWorker(page).evaluate((kind) => {
    const sound = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'createCommandEncoder')!;
    GPUDevice.prototype.createCommandEncoder = function (descriptor) {
      Object.defineProperty(GPUDevice.prototype, 'createCommandEncoder', sound);
      const error =
        kind === 'GPUOutOfMemoryError'
          ? new GPUOutOfMemoryError('made to fail')
          : new GPUValidationError('made to fail');
      this.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
      return this.createCommandEncoder(descriptor);
    };
  }, complaint);
}

/** Holds the device that is given the next work, to have it complain when another one has taken its place. */
export async function holdDevice(page: Page): Promise<void> {
  await computingWorker(page).evaluate(() => {
    const sound = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'createCommandEncoder')!;
    GPUDevice.prototype.createCommandEncoder = function (descriptor) {
      Object.defineProperty(GPUDevice.prototype, 'createCommandEncoder', sound);
      Object.assign(self, { held: this });
      return this.createCommandEncoder(descriptor);
    };
  });
}

/** The device that was held tells of an error. */
export async function complainLate(page: Page): Promise<void> {
  await computingWorker(page).evaluate(() => {
    const { held } = self as unknown as { held: GPUDevice };
    const error = new GPUOutOfMemoryError('told late');
    held.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
  });
}

/** Counts what is submitted to the device, and lets all of it seem to take so many times as long. */
export async function seemSlow(page: Page, times: number): Promise<void> {
  await computingWorker(page).evaluate((factor) => {
    const counted = self as unknown as { submitted: number | undefined };
    if (counted.submitted === undefined) {
      const sound = Object.getOwnPropertyDescriptor(GPUQueue.prototype, 'submit')!;
      const submit = sound.value as (this: GPUQueue, buffers: Iterable<GPUCommandBuffer>) => undefined;
      GPUQueue.prototype.submit = function (buffers) {
        counted.submitted!++;
        return submit.call(this, buffers);
      };
    }
    counted.submitted = 0;
    const now = Performance.prototype.now.bind(performance);
    const start = now();
    performance.now = () => start + (now() - start) * factor;
  }, times);
}

/** Submissions since `seemSlow`. */
export function submissions(page: Page): Promise<number> {
  return computingWorker(page).evaluate(() => (self as unknown as { submitted: number }).submitted);
}

/**
 * Compiles one kernel to other code, as a driver does that miscompiles it, on every visit from now on.
 * @param kernel its name
 */
export function miscompile(page: Page, kernel: string, right: string, wrong: string): Promise<void> {
  return prepareWorker(
    page,
    `const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function ({ label, code }) {
      const changed = label === ${JSON.stringify(kernel)} ? code.replace(${JSON.stringify(right)}, ${JSON.stringify(wrong)}) : code;
      return createShaderModule.call(this, { label, code: changed });
    };`,
  );
}

/** The adapter gives no more than WebGPU guarantees everywhere: buffers of 128 MiB, as phones and old machines have. */
export function weakenAdapter(page: Page): Promise<void> {
  return prepareWorker(
    page,
    `const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = function ({ requiredFeatures } = {}) {
      return requestDevice.call(this, { requiredFeatures });
    };`,
  );
}

/** The machine tells of so much memory. Browsers tell powers of two only, and none so small. */
export function shrinkMemory(page: Page, bytes: number): Promise<void> {
  return prepareWorker(
    page,
    `Object.defineProperty(WorkerNavigator.prototype, 'deviceMemory', { configurable: true, get: () => ${bytes / 2 ** 30} });`,
  );
}
