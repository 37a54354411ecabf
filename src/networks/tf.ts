/**
 * The one place that imports tfjs. Everything else says `import * as tf from '…/networks/tf.ts'`, so the
 * library (and the clash of its WebGPU types with lib.dom) stays behind this module.
 */
import * as tf from '@tensorflow/tfjs-core';
import { TesseraError } from '../core/errors.ts';
import { requestDevice } from './webgpuDevice.ts';

export * from '@tensorflow/tfjs-core';

export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

export interface BackendOptions {
  /** Folder or URL prefix of the .wasm files, ending in `/`; Node finds its own. */
  readonly wasmPath?: string;
  /** Most threads of WASM in a cross-origin isolated page, where it has as many as there are cores when absent. */
  readonly wasmThreads?: number;
  /** Entry point of WebGPU; `navigator.gpu` when absent. */
  readonly gpu?: GPU;
}

export interface Backend {
  readonly name: BackendName;
  /** The device that tfjs uses, for kernels of our own; null where there is none. */
  readonly device: GPUDevice | null;
  /** What the adapter says it is, for people. */
  readonly adapter: string | null;
}

let device: GPUDevice | null = null;

/** The device of the backend that was started last; null where it has none. */
export function backendDevice(): GPUDevice | null {
  return device;
}

/**
 * Loads, registers and selects a backend. Each one is imported only when asked for.
 * @throws TesseraError `webgpu-unavailable`, `webgpu-device-refused`, `backend-failed`
 */
export async function startBackend(name: BackendName, options: BackendOptions = {}): Promise<Backend> {
  device = null;
  tf.enableProdMode(); // no per-operation checks, no advertisement in Node
  try {
    if (name === 'webgpu') return await startWebGpu(options.gpu);
    if (name === 'wasm') {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      if (options.wasmPath !== undefined) wasm.setWasmPaths(options.wasmPath);
      if (options.wasmThreads !== undefined) wasm.setThreadsCount(options.wasmThreads);
    } else {
      await import('@tensorflow/tfjs-backend-cpu');
    }
    await select(name);
    return { name, device: null, adapter: null };
  } catch (error) {
    if (error instanceof TesseraError) throw error;
    throw new TesseraError(
      'backend-failed',
      `the ${name} backend did not start: ${error instanceof Error ? error.message : String(error)}`,
      'choose another backend',
      { cause: error },
    );
  }
}

async function startWebGpu(gpu: GPU | undefined): Promise<Backend> {
  // A second start means that the first device is lost or unwanted.
  if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  const { device: made, info } = await requestDevice(gpu);
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const backend = new WebGPUBackend(made, info);
  // The package registers a factory of its own on import, which would ask for a second device.
  if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => backend, 3);
  await select('webgpu');
  const adapter = [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
  device = made;
  return { name: 'webgpu', device, adapter };
}

async function select(name: BackendName): Promise<void> {
  const chosen = await tf.setBackend(name);
  if (!chosen) throw new Error(`tfjs refused the ${name} backend`);
  await tf.ready();
}
