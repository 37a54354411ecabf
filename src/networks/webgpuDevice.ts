import { TesseraError } from '../core/errors.ts';

/** Features that our kernels can use where they exist; none is required. */
const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups'];

/** Limits that we raise to what the adapter offers: activations and packed weights are large. */
const RAISED_LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * A device with the adapter's own limits; tfjs alone would not raise the number of storage buffers.
 * @throws TesseraError `webgpu-unavailable` without API or adapter, `webgpu-device-refused`
 */
export async function requestDevice(
  gpu: GPU | undefined = typeof navigator === 'undefined' ? undefined : navigator.gpu,
): Promise<{ device: GPUDevice; info: GPUAdapterInfo }> {
  if (gpu === undefined) throw unavailable('this browser has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw unavailable('WebGPU is there, but it offers no adapter');
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature));
  try {
    const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
    return { device, info: adapter.info };
  } catch (error) {
    throw new TesseraError(
      'webgpu-device-refused',
      `the adapter gave no device: ${error instanceof Error ? error.message : String(error)}`,
      'close other pages that use the GPU, or use the wasm backend',
      { cause: error },
    );
  }
}

function unavailable(what: string): TesseraError {
  return new TesseraError('webgpu-unavailable', what, 'use the wasm backend');
}
