import { ReferenceEngine } from '../src/engine/tfjs/referenceEngine.ts';
import type { DecodeEngine } from '../src/engine/engine.ts';
import { BACKENDS, startBackend, type Backend, type BackendName } from '../src/networks/tf.ts';
import { fastEngine } from '../src/runtime/fastEngine.ts';
import type { LoadedModel } from '../src/runtime/model.ts';
import type { Arguments } from './arguments.ts';
import { nodeGpu } from './io/nodeGpu.ts';

export const BACKEND_FLAGS = { backend: 'value' } as const;
export const BACKEND_HELP = '  --backend wasm|webgpu|cpu   where networks run (wasm)';

const ENGINES = ['fast', 'reference'] as const;

/** Starts what --backend asks for. @throws TesseraError `usage`, and those of startBackend */
export function backendFor(args: Arguments): Promise<Backend> {
  return startNamed(args.choice('backend', BACKENDS) ?? 'wasm');
}

/** @throws TesseraError of startBackend */
export async function startNamed(name: BackendName): Promise<Backend> {
  const listeners = ['uncaughtException', 'unhandledRejection'].map(
    (event) => [event, process.listeners(event as 'uncaughtException')] as const,
  );
  const backend = await startBackend(name, name === 'webgpu' ? { gpu: await nodeGpu() } : {});
  // The WASM module installs handlers that would print its whole source on any failure.
  for (const [event, before] of listeners) {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before.includes(listener)) process.removeListener(event, listener);
    }
  }
  return backend;
}

/** What --engine asks for. @throws TesseraError `usage`, and those of loading the transformer */
export async function engineFor(
  args: Arguments,
  model: LoadedModel,
  backend: Backend,
): Promise<DecodeEngine> {
  const name = args.choice('engine', ENGINES) ?? 'fast';
  return name === 'reference' ? new ReferenceEngine(await model.gpt()) : fastEngine(model, backend.device);
}
