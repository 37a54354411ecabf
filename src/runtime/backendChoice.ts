import { TesseraError } from '../core/errors.ts';
import { startBackend, type Backend } from '../networks/tf.ts';
import type { BackendName, BackendReport } from './protocol.ts';

/** Adapters that compute on the processor: slower than WASM, so never chosen unless asked for. */
export const SOFTWARE_ADAPTER = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i;

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
  const reason = await whyNotWebGpu().catch(messageOf);
  if (reason !== null) return startWasm(wasmUrl, reason);
  const backend = await startBackend('webgpu').catch(messageOf);
  return typeof backend === 'string' ? startWasm(wasmUrl, backend) : started(backend, null);
}

/** A browser whose graphics process died needs a moment before it offers an adapter again. */
const WAITS_MS = [0, 500, 2000];

/**
 * A new device in place of a lost one; WASM where none comes or no further one is wanted.
 * @param mayUseGpu false after repeated losses
 * @param losses so far, for the reason that people read
 * @throws TesseraError `no-backend`
 */
export async function restartBackend(
  mayUseGpu: boolean,
  losses: number,
  wasmUrl: string,
): Promise<StartedBackend> {
  const times = losses === 1 ? 'once' : `${losses} times`;
  if (!mayUseGpu) return startWasm(wasmUrl, `the graphics device was lost ${times}, so WASM has taken over`);
  let reason = '';
  for (const milliseconds of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    try {
      return started(await startBackend('webgpu'), null);
    } catch (error) {
      reason = messageOf(error);
    }
  }
  return startWasm(wasmUrl, `the graphics device was lost and none came back: ${reason}`);
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
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
