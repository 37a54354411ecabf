import { expect, it } from 'vitest';
import type { ConditionInput } from '../../src/conditioning/input.ts';
import { rememberedCondition } from '../../src/runtime/conditionMemory.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';

/** A model whose encoder counts what it is asked. */
function model(fail = false): { readonly model: LoadedModel; readonly asked: () => number } {
  let asked = 0;
  const encodeLabels = ({ labels }: { labels: Uint8Array }) => {
    asked++;
    if (fail) return Promise.reject(new Error('lost'));
    return Promise.resolve({ height: 1, width: 1, tokens: Int32Array.of(labels[0]) });
  };
  const faked = {
    manifest: { conditioning: [{ kind: 'segmentation', tokenOffset: 0 }] },
    conditioningIndex: () => 0,
    conditionEncoder: () => Promise.resolve({ encodeLabels }),
  };
  return { model: faked as unknown as LoadedModel, asked: () => asked };
}

const layout = (...labels: number[]): ConditionInput => ({
  kind: 'segmentation',
  map: { height: 1, width: labels.length, labels: Uint8Array.from(labels) },
});

it('encodes a condition once, however often it is asked for in a row', async () => {
  const one = model();
  const first = await rememberedCondition(one.model, layout(3, 4));
  expect(await rememberedCondition(one.model, layout(3, 4))).toBe(first);
  expect(one.asked()).toBe(1);
});

it('encodes again what differs in a value, in its size, or is for another model', async () => {
  const one = model();
  await rememberedCondition(one.model, layout(3, 4));
  expect(await rememberedCondition(one.model, layout(5, 4))).toMatchObject({
    grid: { tokens: Int32Array.of(5) },
  });
  await rememberedCondition(one.model, layout(5, 4, 4));
  const tall = {
    kind: 'segmentation',
    map: { height: 3, width: 1, labels: Uint8Array.of(5, 4, 4) },
  } as const;
  await rememberedCondition(one.model, tall);
  expect(one.asked()).toBe(4);
  const other = model();
  await rememberedCondition(other.model, tall);
  expect(other.asked()).toBe(1);
});

it('forgets what failed', async () => {
  const broken = model(true);
  await expect(rememberedCondition(broken.model, layout(1))).rejects.toThrow('lost');
  await expect(rememberedCondition(broken.model, layout(1))).rejects.toThrow('lost');
  expect(broken.asked()).toBe(2);
});
