import { describe, expect, it } from 'vitest';
import { requestDevice } from '../../src/networks/webgpuDevice.ts';

const LIMITS = { maxBufferSize: 5, maxStorageBuffersPerShaderStage: 10 };

function gpu(adapter: unknown): GPU {
  return { requestAdapter: () => Promise.resolve(adapter) } as unknown as GPU;
}

describe('requestDevice', () => {
  it('says that there is no WebGPU, or no adapter', async () => {
    await expect(requestDevice(undefined)).rejects.toMatchObject({ code: 'webgpu-unavailable' });
    await expect(requestDevice(gpu(null))).rejects.toMatchObject({ code: 'webgpu-unavailable' });
  });

  it("asks for the adapter's limits and for the optional features it has", async () => {
    let asked: GPUDeviceDescriptor | undefined;
    const device = {};
    const adapter = {
      limits: LIMITS,
      features: new Set(['subgroups', 'something-else']),
      info: { vendor: 'v' },
      requestDevice: (descriptor: GPUDeviceDescriptor) => {
        asked = descriptor;
        return Promise.resolve(device);
      },
    };
    const got = await requestDevice(gpu(adapter));
    expect(got.device).toBe(device);
    expect(asked?.requiredFeatures).toEqual(['subgroups']);
    expect(asked?.requiredLimits).toMatchObject(LIMITS);
  });

  it('passes on why a device was refused', async () => {
    const adapter = {
      limits: LIMITS,
      features: new Set(),
      info: {},
      requestDevice: () => Promise.reject(new Error('out of memory')),
    };
    await expect(requestDevice(gpu(adapter))).rejects.toMatchObject({
      code: 'webgpu-device-refused',
      message: expect.stringContaining('out of memory') as string,
    });
  });
});
