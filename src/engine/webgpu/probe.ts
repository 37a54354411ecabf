import { bind, compile, filledBuffer, storageBuffer } from './device.ts';
import { type DrawConstants, type DrawEntry, type Row, StepTables } from './tables.ts';
import type { Kernel } from './wgsl/kernel.ts';
import type { LaneForm } from './wgsl/lanes.ts';

type Numbers = Float32Array | Uint32Array | Uint16Array | Int8Array;

/** One dispatch of one kernel over given contents; how tests and the self-test look at a kernel alone. */
export interface Probe {
  readonly kernel: Kernel;
  /** Contents of its buffers by name; a number gives a zeroed buffer of so many 32-bit words. */
  readonly buffers: Readonly<Record<string, Numbers | number>>;
  readonly rows?: readonly Row[];
  readonly draws?: readonly DrawEntry[];
  /** Number of rows when there is no table of them. */
  readonly count?: number;
  readonly first?: number;
  readonly splits?: number;
  readonly settings?: DrawConstants;
  /** How lanes join values; default as chosen for the device. */
  readonly lanes?: LaneForm;
}

const NO_FILTER: DrawConstants = { temperature: 1, topK: 0, topP: 1, greedy: false, codes: 0 };

/** Runs the probe and reads one buffer back, as 32-bit words. */
export async function runProbe(device: GPUDevice, probe: Probe, read: string): Promise<Uint32Array> {
  const { kernel, rows = [], draws = [], first = 0, splits = 1, settings = NO_FILTER } = probe;
  const count = probe.count ?? (draws.length > 0 && rows.length === 0 ? draws.length : rows.length);
  const tables = new StepTables(device, rows.length);
  const buffers: Record<string, GPUBuffer> = {};
  for (const { name } of kernel.buffers) {
    const contents = probe.buffers[name];
    buffers[name] =
      typeof contents === 'number'
        ? storageBuffer(device, name, 4 * contents)
        : filledBuffer(device, name, contents);
  }
  const staging = device.createBuffer({
    size: buffers[read].size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const compiled = await compile(device, tables.layout, kernel, probe.lanes);
    const fields = { rows: count, draws: count, first, splits };
    const rowBase = tables.addRows(rows);
    const drawBase = tables.addDraws(draws);
    const offset = tables.addStep({ ...fields, rowBase, drawBase }, settings);
    tables.upload();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(compiled.pipeline);
    pass.setBindGroup(0, tables.group, [offset]);
    pass.setBindGroup(1, bind(device, compiled, buffers));
    pass.dispatchWorkgroups(...kernel.workgroups(count, splits));
    pass.end();
    encoder.copyBufferToBuffer(buffers[read], 0, staging, 0, staging.size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    return new Uint32Array(staging.getMappedRange().slice(0));
  } finally {
    for (const buffer of Object.values(buffers)) buffer.destroy();
    staging.destroy();
    tables.dispose();
  }
}
