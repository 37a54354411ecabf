import { TesseraError } from '../../core/errors.ts';
import { laneFormOf } from './laneChoice.ts';
import { type Kernel, moduleOf, type Shader } from './wgsl/kernel.ts';
import type { LaneForm } from './wgsl/lanes.ts';

/** A kernel ready to be dispatched. */
export interface Compiled<K extends Shader = Kernel> {
  readonly kernel: K;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Group 0 of every kernel: the step (at a dynamic offset), the rows and the draws. */
export function stepLayout(device: GPUDevice): GPUBindGroupLayout {
  const visibility = GPUShaderStage.COMPUTE;
  return device.createBindGroupLayout({
    label: 'step tables',
    entries: [
      { binding: 0, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } },
      { binding: 1, visibility, buffer: { type: 'read-only-storage' } },
      { binding: 2, visibility, buffer: { type: 'read-only-storage' } },
    ],
  });
}

/** What was compiled on each device, by code: a pipeline works with every layout of the same form. */
const compiledOn = new WeakMap<GPUDevice, Map<string, Promise<Compiled<Shader>>>>();

/**
 * Compiles without blocking; drivers do it in parallel. The same code is compiled once a device, so a model's kernels
 * can be asked for before its weights are there.
 * @param lanes how lanes join values; default as chosen for the device
 * @throws TesseraError `kernel-refused` when the driver does not accept a shader
 */
export async function compile<K extends Shader>(
  device: GPUDevice,
  group0: GPUBindGroupLayout,
  kernel: K,
  lanes: LaneForm = laneFormOf(device),
): Promise<Compiled<K>> {
  let known = compiledOn.get(device);
  if (known === undefined) compiledOn.set(device, (known = new Map<string, Promise<Compiled<Shader>>>()));
  const code = moduleOf(kernel, lanes);
  let compiled = known.get(code);
  if (compiled === undefined) {
    compiled = compileAnew(device, group0, kernel, code);
    known.set(code, compiled);
    compiled.catch(() => known.delete(code));
  }
  return { ...(await compiled), kernel };
}

async function compileAnew(
  device: GPUDevice,
  group0: GPUBindGroupLayout,
  kernel: Shader,
  code: string,
): Promise<Compiled<Shader>> {
  const layout = device.createBindGroupLayout({
    label: kernel.name,
    entries: kernel.buffers.map(({ access }, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
    })),
  });
  // The refusal is told below, so it is not one that nobody asked about (recoveryGuard).
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label: kernel.name, code });
  device.popErrorScope().catch(() => undefined);
  try {
    const pipeline = await device.createComputePipelineAsync({
      label: kernel.name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [group0, layout] }),
      compute: { module, entryPoint: 'main' },
    });
    return { kernel, pipeline, layout };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new TesseraError(
      'kernel-refused',
      `the graphics driver refused the kernel ${kernel.name}: ${said}`,
      'update the browser or the driver, or use the wasm backend',
      { cause: error },
    );
  }
}

/** Binds the kernel's buffers by name; every declared one must be given. */
export function bind(
  device: GPUDevice,
  { kernel, layout }: Compiled<Shader>,
  buffers: Readonly<Record<string, GPUBuffer>>,
): GPUBindGroup {
  return device.createBindGroup({
    label: kernel.name,
    layout,
    entries: kernel.buffers.map(({ name }, binding) => ({ binding, resource: { buffer: buffers[name] } })),
  });
}

/** A storage buffer; WebGPU fills it with zeros, which the padding of rows relies on. */
export function storageBuffer(device: GPUDevice, label: string, bytes: number): GPUBuffer {
  return device.createBuffer({
    label,
    size: Math.max(16, Math.ceil(bytes / 16) * 16),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
}

/** A storage buffer with contents, written through a mapping so that no second copy is queued. */
export function filledBuffer(
  device: GPUDevice,
  label: string,
  data: Float32Array | Uint32Array | Uint16Array | Int8Array,
): GPUBuffer {
  const buffer = device.createBuffer({
    label,
    size: Math.max(16, Math.ceil(data.byteLength / 16) * 16),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    mappedAtCreation: true,
  });
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  new Uint8Array(buffer.getMappedRange()).set(bytes);
  buffer.unmap();
  return buffer;
}
