import type { Machine } from '../../runtime/importNeeds.ts';
import type { BackendName } from '../../runtime/protocol.ts';

/** What the browser tells of the machine and its storage. */
export async function readMachine(backend: BackendName): Promise<Machine> {
  const [estimate, adapter] = await Promise.all([
    navigator.storage?.estimate?.().catch(() => null),
    backend === 'webgpu' ? navigator.gpu?.requestAdapter().catch(() => null) : null,
  ]);
  // not in the DOM types: Chromium only, in GiB
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return {
    backend,
    freeBytes: estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0),
    memoryBytes: deviceMemory === undefined ? null : deviceMemory * 2 ** 30,
    bindingBytes: adapter?.limits.maxStorageBufferBindingSize ?? null,
  };
}
