import { afterAll, beforeAll, expect, it } from 'vitest';
import { erf, gelu } from '../../src/engine/webgpu/oracle/math.ts';
import { runProbe } from '../../src/engine/webgpu/probe.ts';
import { GELU } from '../../src/engine/webgpu/wgsl/gelu.ts';
import { testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const inputs = Float32Array.from({ length: 4096 }, (_, i) => (i - 2048) / 256);

async function evaluate(call: string): Promise<Float32Array> {
  const kernel = {
    name: call,
    buffers: [
      { name: 'x', type: 'vec4<f32>', access: 'read' as const },
      { name: 'result', type: 'vec4<f32>', access: 'read_write' as const },
    ],
    code: `${GELU}
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) { result[id.x] = ${call}(x[id.x]); }`,
    workgroups: () => [inputs.length / 256, 1, 1] as const,
  };
  const words = await runProbe(
    device,
    { kernel, buffers: { x: inputs, result: inputs.length }, count: 1 },
    'result',
  );
  return new Float32Array(words.buffer);
}

it('knows the error function', () => {
  expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 14);
  expect(erf(-2)).toBeCloseTo(-0.9953222650189527, 14);
  expect(erf(3.5)).toBeCloseTo(0.9999992569016276, 14);
});

it('computes erf to 4e-7 and the exact GELU to 1.2e-6 between -8 and 8', async () => {
  const erfs = await evaluate('erf4');
  const gelus = await evaluate('gelu4');
  inputs.forEach((x, i) => {
    expect(Math.abs(erfs[i] - erf(x)), `erf(${x})`).toBeLessThan(4e-7);
    expect(Math.abs(gelus[i] - gelu(x)), `gelu(${x})`).toBeLessThan(1.2e-6);
  });
});
