import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProbe } from '../../src/engine/webgpu/probe.ts';
import type { Kernel } from '../../src/engine/webgpu/wgsl/kernel.ts';
import { type LaneForm, lanesCode, type Reduction } from '../../src/engine/webgpu/wgsl/lanes.ts';
import { testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const THREADS = 128;
const SIZES = [4, 8, 16, 32, 64, 128];
const REDUCTIONS: Reduction[] = SIZES.map((lanes) => ({
  name: `sum${lanes}`,
  type: 'f32',
  join: 'return a + b;',
  lanes,
  sets: 2,
  slots: 'ofLanes',
}));
/** Whole numbers, so that every order of summing gives the same. */
const VALUES = Float32Array.from({ length: THREADS }, (_, t) => 1 + ((t * t) % 257));

/**
 * Sums over all widths: [width][set][thread].
 * @param thread WGSL that numbers the threads, from their `index`
 */
function kernelOf(change: (code: string) => string, thread = 'index'): Kernel {
  const sums = REDUCTIONS.map(
    ({ name }, i) => /* wgsl */ `
  ${name}_put(values[t], t, 0u);
  ${name}_put(values[t] * 3.0, t, 1u);
  ${name}_meet(t, 0u, 2u);
  result[${2 * i * THREADS}u + t] = ${name}_take(t, 0u);
  result[${(2 * i + 1) * THREADS}u + t] = ${name}_take(t, 1u);
  workgroupBarrier();`,
  );
  const code = (lanes: LaneForm) => /* wgsl */ `
${change(lanesCode(lanes, THREADS, REDUCTIONS))}
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) index: u32) {
  let t = ${thread};
  findReach(t);
  ${sums.join('')}
}`;
  return {
    name: 'lanes',
    buffers: [
      { name: 'values', type: 'f32', access: 'read' },
      { name: 'result', type: 'f32', access: 'read_write' },
    ],
    code,
    workgroups: () => [1, 1, 1],
  };
}

async function sums(kernel: Kernel, lanes: LaneForm): Promise<number[]> {
  const buffers = { values: VALUES, result: SIZES.length * 2 * THREADS };
  const words = await runProbe(device, { kernel, buffers, count: 1, lanes }, 'result');
  return [...new Float32Array(words.buffer)];
}

const EXPECTED = SIZES.flatMap((lanes) => {
  const own = Array.from({ length: THREADS }, (_, t) => {
    const first = t - (t % lanes);
    return VALUES.subarray(first, first + lanes).reduce((sum, value) => sum + value, 0);
  });
  return [...own, ...own.map((sum) => 3 * sum)];
});

/** The same code with subgroups of any size: lanes exchange values through memory. */
function emulated(size: number): (code: string) => string {
  return (code) =>
    code
      .replace(/(fn findReach\(t: u32\) \{)[^]*?\n\}/, `$1 reaches[t] = ${size}u; }`)
      .replace(/if \(reach > (\d+)u\) \{(.*)\}/g, (_, bit, body: string) => (Number(bit) < size ? body : ''))
      .replaceAll('subgroupShuffleXor(value, ', 'exchanged(value, t, ') +
    /* wgsl */ `
var<workgroup> exchange: array<f32, ${THREADS}>;
fn exchanged(value: f32, t: u32, bit: u32) -> f32 {
  workgroupBarrier();
  exchange[t] = value;
  workgroupBarrier();
  return exchange[t ^ bit];
}`;
}

const unchanged = (code: string) => code;

describe('lanes join their values', () => {
  it('through memory', async () => expect(await sums(kernelOf(unchanged), 'memory')).toEqual(EXPECTED));

  it('in the subgroups of this device', async ({ skip }) => {
    if (!device.features.has('subgroups')) skip();
    expect(await sums(kernelOf(unchanged), 'subgroups')).toEqual(EXPECTED);
  });

  it.each(SIZES)('in subgroups of %d', async (size) => {
    expect(await sums(kernelOf(emulated(size)), 'subgroups')).toEqual(EXPECTED);
  });

  it.each([
    ['every fifth thread beside the next', '(index * 5u) % 128u'],
    ['backwards', '127u - index'],
    ['halves in turn', '(index >> 1u) | ((index & 1u) << 6u)'],
  ])('where subgroups hold other threads: %s', async (_, thread) => {
    expect(await sums(kernelOf(unchanged, thread), 'subgroups')).toEqual(EXPECTED);
  });

  it('where subgroups reach differently far', async () => {
    const uneven = 'reach = min(reach, select(1u, 2u, (t / 16u) % 3u == 1u) * select(1u, 2u, t > 63u));';
    const kernel = kernelOf((code) =>
      code.replace('reaches[t] = reach;', `${uneven}\n  reaches[t] = reach;`),
    );
    expect(await sums(kernel, 'subgroups')).toEqual(EXPECTED);
  });
});
