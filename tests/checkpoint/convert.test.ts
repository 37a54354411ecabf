import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskFolderWriter, openDiskModel } from '../../cli/io/diskFolder.ts';
import { openFileBytes } from '../../cli/io/fileBytes.ts';
import { convert, type ConvertOptions } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { parseReferenceConfig } from '../../src/checkpoint/infer/referenceConfig.ts';
import { parseManifest } from '../../src/checkpoint/manifestSchema.ts';
import { openModelFolder } from '../../src/checkpoint/modelFolder.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { SHARD_BYTES } from '../../src/checkpoint/shardWriter.ts';
import { stageOfCheckpoint, stageOfFolder } from '../../src/checkpoint/supplyStage.ts';
import type { TransformerArchitecture, VqganArchitecture } from '../../src/core/architecture.ts';
import { GOLDENS, haveGoldens } from '../goldenFolder.ts';
import { refused } from './support/expectRefused.ts';
import { type Fake, fakeModel, fakeSource } from './support/fakeSource.ts';
import { MemoryFolder } from './support/memoryFolder.ts';

const STAGE: VqganArchitecture = {
  type: 'vqgan',
  quantizer: 'vector',
  inChannels: 3,
  outChannels: 3,
  segmentation: false,
  channels: 32,
  multipliers: [1],
  residualBlocks: 1,
  encoderAttention: [false],
  decoderAttention: [false],
  midAttention: false,
  zChannels: 4,
  embedDim: 4,
  codes: 16,
  patch: 1,
};
const LABELS: VqganArchitecture = { ...STAGE, inChannels: 5, outChannels: 5, segmentation: true };
const GPT: Omit<TransformerArchitecture, 'heads'> = {
  layers: 1,
  width: 16,
  vocabulary: 24,
  blockSize: 512,
  unmasked: 0,
};
const ABOUT = { id: 'm', name: 'M', description: '', license: 'MIT', source: '', trainedOn: '' };
const OPTIONS: ConvertOptions = { dtype: 'f32', heads: 4, about: ABOUT };

/** Values that are neither round nor equal, so that a mix-up shows. */
function filled(fake: Fake): Fake {
  let seed = 1;
  for (const [name, tensor] of fake) {
    const count = tensor.shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, () => {
      seed = (seed * 48271) % 2147483647;
      return (seed / 2147483647 - 0.5) * 3;
    });
    if (!tensor.dtype) fake.set(name, { ...tensor, values });
  }
  return fake;
}
const full = () => filled(fakeModel({ 'first_stage_model.': STAGE, 'cond_stage_model.': LABELS }, GPT));
const inferred = (fake: Fake) => inferArchitecture(fakeSource(fake), null);

async function reopen(folder: MemoryFolder, parts?: string[]) {
  const manifest = parseManifest(folder.files.get('model.json') as Uint8Array);
  const source = await openModelFolder(
    manifest,
    ({ path }) => Promise.resolve(folder.files.get(path) as Uint8Array),
    { parts },
  );
  return { manifest, source };
}

describe('convert', () => {
  it('keeps every weight bit for bit in float32, and nothing else', async () => {
    const fake = full();
    const folder = new MemoryFolder();
    const report = await convert(await inferred(fake), folder, OPTIONS);
    const { manifest, source } = await reopen(folder);
    expect(manifest).toEqual(report.manifest);
    expect(manifest).toMatchObject({ imageStage: STAGE, transformer: { ...GPT, heads: 4 }, dtype: 'f32' });
    expect(manifest.conditioning).toEqual([{ kind: 'segmentation', stage: LABELS, tokenOffset: 0 }]);
    const renamed = (name: string) =>
      name.replace('first_stage_model.', 'imageStage.').replace('cond_stage_model.', 'conditioning.0.');
    expect([...source.tensors.keys()].sort()).toEqual([...fake.keys()].map(renamed).sort());
    for (const [name, { values }] of fake) expect(await source.readFloat32(renamed(name))).toEqual(values);
    expect(report.quantized).toEqual([]);
  });

  it('refuses a description that no folder may have before any weight is read', async () => {
    const read: string[] = [];
    const about = { ...ABOUT, name: 'x'.repeat(201) };
    const onProgress = ({ tensor }: { readonly tensor: string }) => void read.push(tensor);
    const wrong = convert(await inferred(full()), new MemoryFolder(), { ...OPTIONS, about, onProgress });
    await expect(wrong).rejects.toMatchObject({ code: 'manifest-invalid' });
    expect(read).toEqual([]);
  });

  it('groups files by what needs them', async () => {
    const folder = new MemoryFolder();
    await convert(await inferred(full()), folder, OPTIONS);
    expect([...folder.files.keys()].sort()).toEqual([
      'conditioning-0-decoder-001.safetensors',
      'conditioning-0-encoder-001.safetensors',
      'image-decoder-001.safetensors',
      'image-encoder-001.safetensors',
      'model.json',
      'transformer-001.safetensors',
    ]);
    const { source } = await reopen(folder, ['image-decoder', 'conditioning-0-encoder']);
    expect(source.tensors.has('imageStage.quantize.embedding.weight')).toBe(true);
    expect(source.tensors.has('conditioning.0.quantize.embedding.weight')).toBe(true);
    expect([...source.tensors.keys()].some((name) => /transformer|imageStage\.encoder/.test(name))).toBe(
      false,
    );
  });

  it.each(['f16', 'int8'] as const)(
    'packs %s within its own error, and leaves what decides codes alone',
    async (dtype) => {
      const fake = full();
      const folder = new MemoryFolder();
      const report = await convert(await inferred(fake), folder, { ...OPTIONS, dtype });
      const { source } = await reopen(folder);
      for (const { name, maxAbs, relative } of report.quantized) {
        const original = fake.get(
          name.replace('imageStage.', 'first_stage_model.').replace('conditioning.0.', 'cond_stage_model.'),
        );
        const values = await source.readFloat32(name);
        const worst = values.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - (original?.values?.[i] ?? NaN))),
          0,
        );
        expect(worst, name).toBeCloseTo(maxAbs, 7);
        expect(relative).toBeLessThan(dtype === 'f16' ? 4e-4 : 8e-3);
        expect(maxAbs).toBeGreaterThan(0);
      }
      const kept = [...source.tensors.values()]
        .filter(({ dtype: stored }) => stored === 'f32')
        .map(({ name }) => name);
      for (const name of [
        'imageStage.encoder.conv_in.weight',
        'imageStage.quant_conv.weight',
        'imageStage.quantize.embedding.weight',
        'conditioning.0.encoder.conv_in.weight',
        'conditioning.0.quantize.embedding.weight',
        'transformer.pos_emb',
        'transformer.ln_f.weight',
        'transformer.blocks.0.mlp.0.bias',
      ]) {
        expect(kept).toContain(name);
      }
      expect(source.tensors.get('transformer.head.weight')?.dtype).toBe(dtype === 'f16' ? 'f16' : 'i8');
      expect(source.tensors.has('transformer.head.weight.scale')).toBe(dtype === 'int8');
    },
  );

  it('keeps a tensor beyond the range of f16 as float32, and says so', async () => {
    const fake = full();
    fake.set('transformer.head.weight', { shape: [24, 16], values: new Float32Array(384).fill(1e5) });
    const folder = new MemoryFolder();
    const report = await convert(await inferred(fake), folder, { ...OPTIONS, dtype: 'f16' });
    expect(report.warnings.join()).toContain('transformer.head.weight');
    expect((await (await reopen(folder)).source.readFloat32('transformer.head.weight'))[0]).toBe(1e5);
  });

  it('splits a tensor that is larger than a file may be', async () => {
    const wide = { ...GPT, vocabulary: 9000, width: 1024, blockSize: 4 };
    const fake = fakeModel({}, wide);
    const values = Float32Array.from({ length: 9000 * 1024 }, (_, i) => i % 1009);
    fake.set('transformer.tok_emb.weight', { shape: [9000, 1024], values });
    const folder = new MemoryFolder();
    const { manifest } = await convert(await inferred(fake), folder, { ...OPTIONS, dtype: 'f32' });
    expect(Math.max(...manifest.files.map(({ bytes }) => bytes))).toBeLessThanOrEqual(SHARD_BYTES);
    expect(manifest.files.length).toBeGreaterThan(3);
    const { source } = await reopen(folder);
    expect(source.tensors.get('transformer.tok_emb.weight')?.shape).toEqual([9000, 1024]);
    const read = await source.readFloat32('transformer.tok_emb.weight');
    expect(Buffer.compare(Buffer.from(read.buffer), Buffer.from(values.buffer))).toBe(0);
  });

  it('takes missing stages from other checkpoints and folders', async () => {
    const alone = await inferred(filled(fakeModel({}, GPT)));
    const image = stageOfCheckpoint(await inferred(full()), 'image');
    const condition = stageOfCheckpoint(await inferred(filled(fakeModel({ '': LABELS }))), 'condition');
    const first = new MemoryFolder();
    const report = await convert(alone, first, { ...OPTIONS, imageStage: image, conditionStage: condition });
    expect(report.manifest.conditioning.map(({ kind }) => kind)).toEqual(['segmentation']);
    const { manifest, source } = await reopen(first);
    const again = await convert(alone, new MemoryFolder(), {
      ...OPTIONS,
      imageStage: stageOfFolder(manifest, source, 'image'),
      conditionStage: stageOfFolder(manifest, source, 'condition'),
    });
    expect(again.manifest.files).toEqual(manifest.files);
    await refused(() => stageOfCheckpoint(alone, 'image'), 'stage-missing');
  });

  it('takes the head count from the YAML, and asks when nobody says it', async () => {
    const model = await inferred(full());
    const config = parseReferenceConfig('model: {params: {transformer_config: {params: {n_head: 2}}}}');
    const report = await convert(model, new MemoryFolder(), { ...OPTIONS, heads: undefined, config });
    expect(report.manifest.transformer?.heads).toBe(2);
    const folder = new MemoryFolder();
    const error = await refused(
      convert(model, folder, { ...OPTIONS, heads: undefined }),
      'head-count-needed',
    );
    expect(error.advice).toContain('--n-head');
    expect(folder).toMatchObject({ committed: false, discarded: true });
    await refused(convert(model, new MemoryFolder(), { ...OPTIONS, heads: 5 }), 'head-count-invalid');
  });

  it('needs no head count for an image stage alone', async () => {
    const folder = new MemoryFolder();
    await convert(await inferred(filled(fakeModel({ '': STAGE }))), folder, { dtype: 'f32', about: ABOUT });
    expect(parseManifest(folder.files.get('model.json') as Uint8Array)).toMatchObject({
      transformer: null,
      conditioning: [],
    });
  });

  it('refuses NaN and infinity, naming the tensor, and leaves nothing', async () => {
    for (const bad of [NaN, -Infinity]) {
      const fake = full();
      const values = new Float32Array(16).fill(1);
      values[3] = bad;
      fake.set('transformer.ln_f.weight', { shape: [16], values });
      const folder = new MemoryFolder();
      const error = await refused(convert(await inferred(fake), folder, OPTIONS), 'weights-not-finite');
      expect(error.message).toMatch(/transformer\.ln_f\.weight.*element 3/);
      expect(folder).toMatchObject({ committed: false, discarded: true });
    }
  });

  it('refuses stages with more codes than the vocabulary', async () => {
    const fake = filled(fakeModel({ 'first_stage_model.': { ...STAGE, codes: 25 } }, GPT));
    await refused(convert(await inferred(fake), new MemoryFolder(), OPTIONS), 'stages-disagree');
  });

  it('tells progress and stops when cancelled', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const model = await inferred(full());
    const folder = new MemoryFolder();
    const running = convert(model, folder, {
      ...OPTIONS,
      signal: controller.signal,
      onProgress: ({ doneBytes, totalBytes }) => {
        seen.push(doneBytes / totalBytes);
        if (doneBytes > totalBytes / 2) controller.abort();
      },
    });
    await refused(running, 'cancelled');
    expect(folder.discarded).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThan(1);
  });

  it('names the labels of published sets', async () => {
    const stage = { ...LABELS, inChannels: 182, outChannels: 182 };
    const fake = filled(fakeModel({ 'cond_stage_model.': stage }, GPT));
    const { manifest } = await convert(await inferred(fake), new MemoryFolder(), OPTIONS);
    expect(manifest.conditioning[0].labels?.[0].name).toBe('person');
    expect(manifest.conditioning[0].labels).toHaveLength(182);
  });
});

describe('folders on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('appear only when all is written', async () => {
    const out = join(folder, 'model');
    await refused(
      convert(await inferred(full()), await diskFolderWriter(out), { ...OPTIONS, heads: undefined }),
      'head-count-needed',
    );
    expect(await readdir(folder)).toEqual([]);
    await convert(await inferred(full()), await diskFolderWriter(out), OPTIONS);
    expect(await readdir(folder)).toEqual(['model']);
    await refused(diskFolderWriter(out), 'output-exists');
    const { source } = await openDiskModel(out, ['transformer']);
    expect(source.tensors.has('transformer.pos_emb')).toBe(true);
  });

  it('are refused when a file is missing, short or altered', async () => {
    const out = join(folder, 'model');
    const report = await convert(await inferred(full()), await diskFolderWriter(out), OPTIONS);
    const { path } = report.manifest.files[0];
    const bytes = Uint8Array.from(await readFile(join(out, path)));
    await writeFile(join(out, path), bytes.subarray(0, 100));
    await refused(openDiskModel(out), 'weights-truncated');
    const altered = bytes.slice();
    altered[altered.length - 1] ^= 1;
    await writeFile(join(out, path), altered);
    expect((await refused(openDiskModel(out), 'weights-altered')).message).toContain(path);
    await rm(join(out, path));
    await refused(openDiskModel(out), 'weights-missing');
    await rm(join(out, 'model.json'));
    await refused(openDiskModel(out), 'model-not-found');
  });
});

describe.skipIf(!haveGoldens)('goldens', () => {
  it('both containers of one model give the same folder', async () => {
    const hashes = await Promise.all(
      ['net2net.legacy.ckpt', 'net2net.zip.ckpt'].map(async (file) => {
        const bytes = await openFileBytes(join(GOLDENS, 'net2net', file));
        const model = await inferArchitecture((await openTensors(bytes)).source, null);
        const { manifest } = await convert(model, new MemoryFolder(), OPTIONS);
        await bytes.close();
        return manifest.files;
      }),
    );
    expect(hashes[0]).toEqual(hashes[1]);
  });
});
