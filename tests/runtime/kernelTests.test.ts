import { expect, it, vi } from 'vitest';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import { chooseLaneForm, laneFormOf } from '../../src/engine/webgpu/laneChoice.ts';
import { selfTest } from '../../src/engine/webgpu/selfTest.ts';
import type { StartedBackend } from '../../src/runtime/backendChoice.ts';
import { KernelTests } from '../../src/runtime/kernelTests.ts';

vi.mock('../../src/engine/webgpu/selfTest.ts', () => ({ selfTest: vi.fn() }));

it('takes over on a new device of the same adapter what was found on the one before', async () => {
  const backend = () =>
    ({
      device: { features: new Set(['subgroups']), adapterInfo: {} },
      report: { adapter: 'made up' },
    }) as unknown as StartedBackend;
  const manifest = { transformer: {}, dtype: 'f16' } as Manifest;
  vi.mocked(selfTest).mockImplementation((device) => {
    chooseLaneForm(device, 'memory');
    return Promise.resolve([]);
  });
  const tests = new KernelTests();
  const [first, second] = [backend(), backend()];
  await tests.run(manifest, first);
  tests.beginAnew();
  expect(laneFormOf(second.device!)).toBe('subgroups');
  await tests.run(manifest, second);
  expect(laneFormOf(second.device!)).toBe('memory');
  expect(selfTest).toHaveBeenCalledTimes(1);
});
