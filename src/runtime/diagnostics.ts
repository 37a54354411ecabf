import type { ErrorReport } from '../core/errors.ts';
import type { DecodeEngine } from '../engine/engine.ts';
import * as tf from '../networks/tf.ts';
import type { StartedBackend } from './backendChoice.ts';
import type { LoadedModel } from './model.ts';
import type { Diagnostics } from './protocol.ts';
import type { DeviceGuard, GpuFault } from './recoveryGuard.ts';

/** What decides what fits on a device. */
const TOLD_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
] as const;

interface Parts {
  readonly version: string;
  readonly backend: StartedBackend | null;
  readonly open: { readonly model: LoadedModel; readonly engine: DecodeEngine | null } | null;
  readonly guard: Pick<DeviceGuard, 'losses' | 'generation' | 'faults'>;
  readonly errors: readonly ErrorReport[];
}

/** What a report of a problem has to say about the worker. */
export function diagnosticsOf({ version, backend, open, guard, errors }: Parts): Diagnostics {
  const memory = backend ? tf.memory() : { numTensors: 0, numBytes: 0 };
  const device = backend?.device ?? null;
  return {
    backend: backend?.report.backend ?? null,
    adapter: backend?.report.adapter ?? '',
    model: open?.model.manifest.id ?? null,
    tensors: memory.numTensors,
    bytes: memory.numBytes,
    deviceLosses: guard.losses,
    version,
    generation: guard.generation,
    reason: backend?.report.reason ?? null,
    engine: open?.engine?.name ?? null,
    features: device ? [...device.features].sort() : [],
    limits: device ? limitsOf(device) : {},
    errors: [...errors, ...guard.faults.map(reportOfFault)],
  };
}

/** As the device was given them. */
function limitsOf({ limits }: GPUDevice): Record<string, number> {
  return Object.fromEntries(TOLD_LIMITS.map((name) => [name, limits[name]]));
}

function reportOfFault({ kind, message }: GpuFault): ErrorReport {
  return { code: `gpu-${kind}`, message, advice: '' };
}
