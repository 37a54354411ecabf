import { expect, it } from 'vitest';
import { chooseLaneForm, laneFormOf } from '../../src/engine/webgpu/laneChoice.ts';

const deviceWith = (features: string[], adapterInfo: Partial<GPUAdapterInfo>) =>
  ({ features: new Set(features), adapterInfo }) as unknown as GPUDevice;

it.each([
  [[], {}, 'memory'],
  [['subgroups'], {}, 'subgroups'],
  [['subgroups'], { subgroupMinSize: 4, subgroupMaxSize: 128 }, 'subgroups'],
  [['subgroups'], { subgroupMinSize: 8, subgroupMaxSize: 32 }, 'subgroups'],
  [['subgroups'], { subgroupMinSize: 4, subgroupMaxSize: 4 }, 'memory'],
  [['timestamp-query'], { subgroupMinSize: 32, subgroupMaxSize: 32 }, 'memory'],
] as const)('a device with %j and %j joins lanes in %s', (features, info, form) => {
  expect(laneFormOf(deviceWith([...features], info))).toBe(form);
});

it('keeps to what was chosen, for that device alone', () => {
  const [one, other] = [deviceWith(['subgroups'], {}), deviceWith(['subgroups'], {})];
  chooseLaneForm(one, 'memory');
  expect([laneFormOf(one), laneFormOf(other)]).toEqual(['memory', 'subgroups']);
});
