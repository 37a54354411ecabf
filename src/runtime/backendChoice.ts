import { TesseraError } from '../core/errors.ts';
import { startBackend, type Backend } from '../networks/tf.ts';
import type { BackendName, BackendReport } from './protocol.ts';

/** Adapters that compute on the processor: slower than WASM, so never chosen unless asked for. */
const SOFTWARE_ADAPTER = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i;

export interface StartedBackend {
  readonly report: BackendReport;
  /** The GPU device that tfjs uses; null on WASM. */
  readonly device: GPUDevice | null;
}

/**
 * Starts the wanted backend; `auto` takes WebGPU where a real adapter is there, else WASM, and says why.
 * @param wasmUrl folder of tfjs's .wasm files, with a trailing slash
 * @throws TesseraError of startBackend; `no-backend` when neither works
 */
export async function chooseBackend(wanted: BackendName | 'auto', wasmUrl: string): Promise<StartedBackend> {
  if (wanted === 'wasm') return startWasm(wasmUrl, null);
  if (wanted === 'webgpu') return started(await startBackend('webgpu'), null);
  const reason = await whyNotWebGpu();
  if (reason !== null) return startWasm(wasmUrl, reason);
  try {
    return started(await startBackend('webgpu'), null);
  } catch (error) {
    return startWasm(wasmUrl, error instanceof Error ? error.message : String(error));
  }
}

async function whyNotWebGpu(): Promise<string | null> {
  if (!('gpu' in navigator)) return 'this browser has no WebGPU';
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return 'this browser offers no graphics adapter';
  const { vendor, architecture, description } = adapter.info;
  const isSoftware = SOFTWARE_ADAPTER.test(`${vendor} ${architecture} ${description}`);
  return isSoftware ? 'the graphics adapter is a software one, slower than WASM' : null;
}

async function startWasm(wasmUrl: string, reason: string | null): Promise<StartedBackend> {
  try {
    return started(await startBackend('wasm', { wasmPath: wasmUrl }), reason);
  } catch (error) {
    throw new TesseraError(
      'no-backend',
      `neither WebGPU (${reason ?? 'not asked for'}) nor WASM works here`,
      'recorded runs still play; use a current Chrome, Edge, Firefox or Safari to generate',
      { cause: error },
    );
  }
}

function started(backend: Backend, reason: string | null): StartedBackend {
  const report: BackendReport = {
    backend: backend.name === 'webgpu' ? 'webgpu' : 'wasm',
    adapter: backend.adapter ?? 'WASM',
    reason,
  };
  return { report, device: backend.device };
}
