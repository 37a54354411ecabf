import { bind, type Compiled, compile, filledBuffer, storageBuffer } from '../device.ts';
import type { Shader } from '../wgsl/kernel.ts';
import type { Place } from './place.ts';
import { placeLayout, Submitter } from './submitter.ts';

/** One dispatch of one picture kernel over given contents; how tests and the self-test look at a kernel alone. */
export interface PictureProbe {
  /** Contents of its buffers by name; a number gives a zeroed buffer of so many 32-bit words. */
  readonly buffers: Readonly<Record<string, Float32Array | Uint32Array | Uint16Array | number>>;
  readonly place: Partial<Place>;
  readonly workgroups: readonly [number, number, number];
}

/** Compiles a kernel and runs the probe. */
export async function probeShader(
  device: GPUDevice,
  { shader, ...probe }: PictureProbe & { readonly shader: Shader },
  read: string,
): Promise<Float32Array> {
  const layout = placeLayout(device);
  return runPictureProbe(device, layout, await compile(device, layout, shader), probe, read);
}

/** Runs the probe and reads one buffer back. */
export async function runPictureProbe(
  device: GPUDevice,
  layout: GPUBindGroupLayout,
  compiled: Compiled<Shader>,
  { buffers: contents, place, workgroups }: PictureProbe,
  read: string,
): Promise<Float32Array> {
  const submitter = new Submitter(device, layout);
  const buffers = Object.fromEntries(
    compiled.kernel.buffers.map(({ name }) => {
      const given = contents[name];
      const buffer =
        typeof given === 'number'
          ? storageBuffer(device, name, 4 * given)
          : filledBuffer(device, name, given);
      return [name, buffer];
    }),
  );
  try {
    submitter.dispatch(compiled, bind(device, compiled, buffers), place, workgroups, 0);
    return new Float32Array(await submitter.read(buffers[read], buffers[read].size));
  } finally {
    for (const buffer of Object.values(buffers)) buffer.destroy();
    submitter.dispose();
  }
}
