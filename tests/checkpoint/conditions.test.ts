import { describe, expect, it } from 'vitest';
import { convert } from '../../src/checkpoint/convert.ts';
import { describeCheckpoint } from '../../src/checkpoint/describe.ts';
import { conditioningsOf } from '../../src/checkpoint/infer/conditionings.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { parseManifest } from '../../src/checkpoint/manifestSchema.ts';
import { openModelFolder } from '../../src/checkpoint/modelFolder.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import { TINY_CONDITIONS, tinyCheckpoint, tinyManyCheckpoint } from '../tiny/tinyCheckpoint.ts';
import { refused } from './support/expectRefused.ts';
import { MemoryFolder } from './support/memoryFolder.ts';

const OPTIONS = {
  dtype: 'f32',
  heads: 4,
  about: { id: 'm', name: 'M', description: '', license: 'MIT', source: '', trainedOn: '' },
} as const;

/** The checkpoint without the tensors of these names, and with other values of integers. */
function changed(
  source: TensorSource,
  without: RegExp | null,
  integers: Readonly<Record<string, number[]>> = {},
): TensorSource {
  return {
    ...source,
    tensors: new Map([...source.tensors].filter(([name]) => !without?.test(name))),
    readIntegers: (name) => Promise.resolve(integers[name] ?? source.readIntegers(name)),
  };
}

describe('A checkpoint with several conditions', () => {
  it('lists them in a fixed order with their offsets, and knows every tensor', async () => {
    const model = await inferArchitecture(tinyManyCheckpoint(), null);
    expect(model.warnings).toEqual([]);
    const { list, warnings } = conditioningsOf(
      null,
      model.conditionStage,
      model.transformer,
      null,
      model.further,
    );
    expect(warnings).toEqual([]);
    expect(list.map(({ kind, tokenOffset }) => [kind, tokenOffset])).toEqual([
      ['segmentation', TINY_CONDITIONS.segmentation],
      ['depth', TINY_CONDITIONS.depth],
      ['edges', TINY_CONDITIONS.edges],
      ['low-resolution', TINY_CONDITIONS['low-resolution']],
      ['class', TINY_CONDITIONS.class.offset],
      ['coordinates', TINY_CONDITIONS.coordinates.offset],
      ['none', 0],
    ]);
    expect(list.slice(4).map(({ stage }) => stage)).toEqual([
      { type: 'class', classes: 5, repeat: 256 },
      { type: 'coordinates', codes: 16, factor: 16 },
      { type: 'sos', token: 96, repeat: 256 },
    ]);
    expect(list[1].stage).toMatchObject({ inChannels: 1, segmentation: false });
  });

  it('becomes a folder whose stages hold their own weights', async () => {
    const source = tinyManyCheckpoint();
    const folder = new MemoryFolder();
    const classes = [{ id: 0, name: 'coast', color: '#102030' }];
    const report = await convert(await inferArchitecture(source, null), folder, { ...OPTIONS, classes });
    const manifest = parseManifest(folder.files.get('model.json') as Uint8Array);
    expect(manifest).toEqual(report.manifest);
    expect(manifest.conditioning[4].labels).toEqual(classes);
    const read = await openModelFolder(manifest, ({ path }) =>
      Promise.resolve(folder.files.get(path) as Uint8Array),
    );
    const prefixes = [
      'cond_stage_model',
      'cond_stages.depth',
      'cond_stages.edges',
      'cond_stages.low-resolution',
    ];
    for (const [i, prefix] of prefixes.entries()) {
      // Nothing reads the pictures of further conditions back: their decoders stay behind.
      expect(read.tensors.has(`conditioning.${i}.decoder.conv_out.bias`)).toBe(i === 0);
      for (const name of ['encoder.conv_in.weight', 'quantize.embedding.weight']) {
        const stored = await read.readFloat32(`conditioning.${i}.${name}`);
        expect(stored, `${prefix}.${name}`).toEqual(await source.readFloat32(`${prefix}.${name}`));
      }
    }
  });

  it('leaves checkpoints with one condition as they were', async () => {
    const model = await inferArchitecture(tinyCheckpoint(), null);
    expect(model.further).toEqual([]);
    const { manifest } = await convert(model, new MemoryFolder(), OPTIONS);
    expect(manifest.conditioning.map(({ kind }) => kind)).toEqual(['segmentation']);
    expect(manifest.files.map(({ path }) => path)).toContain('conditioning-0-encoder-001.safetensors');
  });

  it('needs no segmentation stage', async () => {
    const source = changed(tinyManyCheckpoint(), /^cond_stage_model\./);
    const { manifest } = await convert(await inferArchitecture(source, null), new MemoryFolder(), OPTIONS);
    expect(manifest.conditioning[0].kind).toBe('depth');
    expect(manifest.files.map(({ path }) => path)).toContain('conditioning-0-encoder-001.safetensors');
  });

  it('is described with all of its stages', async () => {
    const opened = {
      source: tinyManyCheckpoint(),
      container: 'safetensors',
      fileBytes: 1,
      unusedBytes: 0,
      warnings: [],
    } as const;
    const one = await describeCheckpoint({ ...opened, source: tinyCheckpoint() }, null);
    const all = await describeCheckpoint(opened, null);
    expect(all.conditioning).toHaveLength(7);
    expect(all.parameters.conditioning).toBeGreaterThan(2 * one.parameters.conditioning);
  });

  it.each<[string, RegExp | null, Readonly<Record<string, number[]>>, string]>([
    ['without the number of classes', /class\.classes$/, {}, 'tensor-missing'],
    ['without an offset', /none\.token_offset$/, {}, 'tensor-missing'],
    ['with no positions', null, { 'cond_stages.class.repeat': [0] }, 'architecture-unknown'],
    [
      'with a negative offset',
      null,
      { 'cond_stages.coordinates.token_offset': [-1] },
      'architecture-unknown',
    ],
    ['with a hole in a stage', /edges\.encoder\.conv_out\.bias$/, {}, 'tensor-missing'],
  ])('is refused %s', async (_, without, integers, code) => {
    const error = await refused(
      inferArchitecture(changed(tinyManyCheckpoint(), without, integers), null),
      code,
    );
    expect(error.message).toContain('cond_stages.');
  });

  it('is refused where a stage sees other pictures than its kind has', async () => {
    const source = tinyManyCheckpoint();
    const swapped = new Map(
      [...source.tensors].map(([name, info]) => {
        const other = name.replace('.low-resolution.', '.depth.').replace('.edges.', '.low-resolution.');
        return [other, { ...info, name: other }] as const;
      }),
    );
    const error = await refused(
      inferArchitecture({ ...source, tensors: swapped }, null),
      'architecture-unknown',
    );
    expect(error.message).toMatch(/cond_stages\.depth.*3 channels/);
  });

  it.each([
    [
      'ids beyond the vocabulary',
      { 'cond_stages.class.token_offset': [212] },
      /class condition has ids up to 216/,
    ],
    ['more positions than the block', { 'cond_stages.none.repeat': [513] }, /513 positions/],
  ])('is not converted with %s', async (_, integers, message) => {
    const model = await inferArchitecture(changed(tinyManyCheckpoint(), null, integers), null);
    const error = await refused(convert(model, new MemoryFolder(), OPTIONS), 'stages-disagree');
    expect(error.message).toMatch(message);
  });
});
