/** What graphics drivers do wrong, done in the worker that computes, where the browser would tell of it. */
import type { Page } from 'playwright/test';

import { computingWorker } from './page.ts';

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

/** The device tells that its memory did not suffice, as soon as it is given further work. */
export async function exhaustMemory(page: Page): Promise<void> {
  await computingWorker(page).evaluate(() => {
    const sound = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'createCommandEncoder')!;
    GPUDevice.prototype.createCommandEncoder = function (descriptor) {
      Object.defineProperty(GPUDevice.prototype, 'createCommandEncoder', sound);
      const error = new GPUOutOfMemoryError('made to fail');
      this.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
      return this.createCommandEncoder(descriptor);
    };
  });
}

/**
 * Compiles one kernel to other code, as a driver does that miscompiles it, on every visit from now on.
 * @param kernel its name
 */
export async function miscompile(page: Page, kernel: string, right: string, wrong: string): Promise<void> {
  const spoil = `{
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function ({ label, code }) {
      const changed = label === ${JSON.stringify(kernel)} ? code.replace(${JSON.stringify(right)}, ${JSON.stringify(wrong)}) : code;
      return createShaderModule.call(this, { label, code: changed });
    };
  }`;
  await page.route(/\/worker-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${spoil}\n${await response.text()}` });
  });
}
