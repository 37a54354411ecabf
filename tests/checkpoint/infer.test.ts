import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileBytes } from '../../cli/io/fileBytes.ts';
import { conditioningsOf } from '../../src/checkpoint/infer/conditionings.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { parseReferenceConfig } from '../../src/checkpoint/infer/referenceConfig.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import type { TransformerArchitecture, VqganArchitecture } from '../../src/core/architecture.ts';
import { goldenJson, GOLDENS, haveGoldens } from '../goldenFolder.ts';
import { refused } from './support/expectRefused.ts';
import { causalMask, type Fake, fakeModel, fakeSource } from './support/fakeSource.ts';

const STAGE: VqganArchitecture = {
  type: 'vqgan',
  quantizer: 'vector',
  inChannels: 3,
  outChannels: 3,
  segmentation: false,
  channels: 32,
  multipliers: [1, 2, 2],
  residualBlocks: 2,
  encoderAttention: [false, false, true],
  decoderAttention: [false, false, true],
  midAttention: true,
  zChannels: 8,
  embedDim: 4,
  codes: 24,
  patch: 1,
};
const GPT: Omit<TransformerArchitecture, 'heads'> = {
  layers: 2,
  width: 32,
  vocabulary: 40,
  blockSize: 512,
  unmasked: 0,
};

const infer = (fake: Fake, yaml?: string) =>
  inferArchitecture(fakeSource(fake), yaml ? parseReferenceConfig(yaml) : null);

describe('the image stage', () => {
  it.each<[string, Partial<VqganArchitecture>]>([
    ['the usual one', {}],
    [
      'no middle attention (latent diffusion)',
      {
        midAttention: false,
        encoderAttention: [false, false, false],
        decoderAttention: [false, false, false],
      },
    ],
    [
      'attention at two levels',
      { encoderAttention: [false, true, true], decoderAttention: [false, true, true] },
    ],
    ['Gumbel', { quantizer: 'gumbel', embedDim: 8 }],
    [
      'one residual block, one level',
      { residualBlocks: 1, multipliers: [2], encoderAttention: [false], decoderAttention: [true] },
    ],
    ['labels', { inChannels: 11, outChannels: 11, segmentation: true }],
    ['depth', { inChannels: 1, outChannels: 1 }],
    ['space-to-depth', { patch: 4 }],
    ['labels and space-to-depth', { inChannels: 11, outChannels: 11, segmentation: true, patch: 2 }],
    ['multipliers below one', { channels: 64, multipliers: [0.5, 1, 1.5] }],
  ])('is found from shapes: %s', async (_, change) => {
    const architecture = { ...STAGE, ...change };
    for (const prefix of ['', 'first_stage_model.']) {
      const model = await infer(fakeModel({ [prefix]: architecture }));
      expect(model.imageStage?.architecture).toEqual(architecture);
      expect(model.warnings).toEqual([]);
    }
  });

  it('takes three labels for labels when colorize agrees', async () => {
    const fake = fakeModel({ '': STAGE });
    expect((await infer(fake)).imageStage?.architecture.segmentation).toBe(false);
    fake.set('colorize', { shape: [3, 3, 1, 1] });
    expect((await infer(fake)).imageStage?.architecture.segmentation).toBe(true);
  });

  it('keeps only the used codes of a remapped codebook, in their order', async () => {
    const fake = fakeModel({ '': STAGE });
    fake.set('quantize.embedding.weight', {
      shape: [24, 4],
      values: Float32Array.from({ length: 96 }, (_, i) => i),
    });
    fake.set('quantize.used', { shape: [3], dtype: 'i64', values: [5, 2, 9] });
    const { imageStage } = await infer(fake);
    expect(imageStage?.architecture.codes).toBe(3);
    expect(Array.from((await imageStage?.source.readFloat32('quantize.embedding.weight')) ?? [])).toEqual([
      20, 21, 22, 23, 8, 9, 10, 11, 36, 37, 38, 39,
    ]);
  });

  it('ignores what only training needs, and says so', async () => {
    const fake = fakeModel({ '': STAGE });
    fake.set('loss.discriminator.main.0.weight', { shape: [4, 4] });
    fake.set('model_ema.decay', { shape: [] });
    fake.set('quantize.cluster_size', { shape: [24] });
    const model = await infer(fake);
    expect(model.warnings).toEqual([]);
    expect(model.ignored.map(({ tensors }) => tensors)).toEqual([1, 1, 1]);
    expect(model.ignored[0].bytes).toBe(64);
  });

  it('names a missing tensor, a wrong shape, a wrong type', async () => {
    const gone = fakeModel({ 'first_stage_model.': STAGE });
    gone.delete('first_stage_model.decoder.up.1.block.2.conv1.weight');
    expect((await refused(infer(gone), 'tensor-missing')).message).toContain(
      'first_stage_model.decoder.up.1.block.2.conv1.weight',
    );
    const odd = fakeModel({ '': STAGE });
    odd.set('encoder.mid.block_1.conv1.weight', { shape: [64, 32, 3, 3] });
    expect((await refused(infer(odd), 'tensor-shape')).message).toContain('encoder.mid.block_1.conv1.weight');
    const whole = fakeModel({ '': STAGE });
    whole.set('quant_conv.weight', { shape: [4, 8, 1, 1], dtype: 'i64' });
    expect((await refused(infer(whole), 'tensor-type')).message).toContain('quant_conv.weight');
  });

  it('refuses KL autoencoders and widths that 32 groups do not divide', async () => {
    const kl = fakeModel({ '': STAGE });
    kl.set('encoder.conv_out.weight', { shape: [16, 64, 3, 3] });
    await refused(infer(kl), 'architecture-unknown');
    await refused(infer(fakeModel({ '': { ...STAGE, channels: 24 } })), 'architecture-unknown');
  });

  it('reads diffusers names, old and new, with Linear attention', async () => {
    for (const parts of [
      ['query', 'key', 'value', 'proj_attn'],
      ['to_q', 'to_k', 'to_v', 'to_out.0'],
    ]) {
      const model = await infer(asDiffusers(fakeModel({ '': STAGE }), parts));
      expect(model.imageStage?.architecture).toEqual(STAGE);
      expect(model.warnings).toEqual([]);
    }
  });
});

describe('the transformer', () => {
  it.each(['', 'transformer.'])('is found from shapes under the prefix "%s"', async (prefix) => {
    const model = await infer(fakeModel({}, GPT, prefix));
    expect(model.transformer?.architecture).toEqual(GPT);
  });

  it('reads the unmasked beginning from the mask buffer', async () => {
    for (const unmasked of [0, 2, 9, 40]) {
      const fake = fakeModel({}, { ...GPT, blockSize: 40, unmasked });
      fake.set('transformer.blocks.0.attn.mask', { shape: [1, 1, 40, 40], values: causalMask(40, unmasked) });
      expect((await infer(fake)).transformer?.architecture.unmasked).toBe(unmasked);
    }
    const broken = fakeModel({}, { ...GPT, blockSize: 40 });
    const values = causalMask(40, 0);
    values[7 * 40 + 20] = 1;
    broken.set('transformer.blocks.0.attn.mask', { shape: [1, 1, 40, 40], values });
    await refused(infer(broken), 'mask-unknown');
  });

  it('names a missing block tensor, and warns of unknown ones', async () => {
    const gone = fakeModel({}, GPT);
    gone.delete('transformer.blocks.1.attn.value.bias');
    expect((await refused(infer(gone), 'tensor-missing')).message).toContain(
      'transformer.blocks.1.attn.value.bias',
    );
    const more = fakeModel({}, GPT);
    for (let i = 0; i < 10; i++) more.set(`transformer.lora.${i}`, { shape: [1] });
    expect((await infer(more)).warnings[0]).toMatch(/transformer\.lora\.0, .*and 2 more/);
  });

  it('reads a permuter, and refuses one that is no order', async () => {
    const fake = fakeModel({}, GPT);
    fake.set('permuter.forward_shuffle_idx', { shape: [4], dtype: 'i64', values: [2, 0, 3, 1] });
    expect((await infer(fake)).permuter).toEqual([2, 0, 3, 1]);
    fake.set('permuter.forward_shuffle_idx', { shape: [4], dtype: 'i64', values: [0, 1, 2, 3] });
    expect((await infer(fake)).permuter).toBeUndefined();
    fake.set('permuter.forward_shuffle_idx', { shape: [4], dtype: 'i64', values: [0, 1, 1, 3] });
    await refused(infer(fake), 'architecture-unknown');
  });

  it('puts the usual head count first', async () => {
    const wide = await infer(fakeModel({}, { ...GPT, width: 1024 }));
    expect(wide.transformer?.headCandidates[0]).toBe(16);
    const narrow = await infer(fakeModel({}, { ...GPT, width: 48 }));
    expect(narrow.transformer?.headCandidates).toContain(4);
    expect(narrow.transformer?.headCandidates.every((heads) => 48 % heads === 0)).toBe(true);
  });

  it('refuses a file of something else', async () => {
    await refused(infer(new Map([['bert.embeddings', { shape: [3] }]])), 'architecture-unknown');
  });
});

const net2net = (cond: string, more = '') => `
model:
  target: taming.models.cond_transformer.Net2NetTransformer
  params:
    cond_stage_key: thing
${more}
    transformer_config:
      params: { vocab_size: 40, block_size: 512, n_layer: 2, n_head: 4, n_embd: 32 }
    cond_stage_config:
      ${cond}
`;

describe('conditions', () => {
  const kinds = async (stage: Partial<VqganArchitecture> | null, blockSize: number, yaml?: string) => {
    const config = yaml ? parseReferenceConfig(yaml) : null;
    const stages = {
      'first_stage_model.': STAGE,
      ...(stage && { 'cond_stage_model.': { ...STAGE, ...stage } }),
    };
    const model = await inferArchitecture(fakeSource(fakeModel(stages, { ...GPT, blockSize })), config);
    return conditioningsOf(
      model.imageStage?.architecture ?? null,
      model.conditionStage,
      model.transformer,
      config,
    );
  };

  it('follow the channels of the condition stage', async () => {
    expect((await kinds({ inChannels: 11, outChannels: 11, segmentation: true }, 512)).list[0].kind).toBe(
      'segmentation',
    );
    expect((await kinds({ inChannels: 1, outChannels: 1 }, 512)).list[0].kind).toBe('depth');
    expect((await kinds({}, 512)).list[0].kind).toBe('low-resolution');
    expect((await kinds({}, 512, net2net('target: x.VQModel', '    note: ImageNetEdges'))).list[0].kind).toBe(
      'edges',
    );
  });

  it('follow the block size without a stage', async () => {
    const prefix = await kinds(null, 256);
    expect(prefix.list.map(({ kind }) => kind)).toEqual(['class', 'none']);
    expect(prefix.list.map(({ stage }) => stage)).toEqual([
      { type: 'class', classes: 40 },
      { type: 'sos', token: 0 },
    ]);
    const spatial = await kinds(null, 512);
    expect(spatial.list).toEqual([
      { kind: 'coordinates', stage: { type: 'coordinates', codes: 40, factor: 4 }, tokenOffset: 0 },
    ]);
    expect((await kinds(null, 300)).list).toEqual([]);
  });

  it('follow the YAML where there is one', async () => {
    const stageOf = async (cond: string, more?: string) => (await kinds(null, 512, net2net(cond, more))).list;
    expect(
      (await stageOf('{target: taming.modules.util.Labelator, params: {n_classes: 10}}'))[0].stage,
    ).toEqual({ type: 'class', classes: 10 });
    expect((await stageOf('{target: t.CoordStage, params: {n_embed: 30, down_factor: 8}}'))[0].stage).toEqual(
      {
        type: 'coordinates',
        codes: 30,
        factor: 8,
      },
    );
    expect((await stageOf('__is_unconditional__', '    sos_token: 3'))[0]).toMatchObject({
      kind: 'none',
      stage: { type: 'sos', token: 3 },
    });
    expect((await stageOf('{target: t.SOSProvider}', '    unconditional: true'))[0].kind).toBe('none');
    expect(await stageOf('{target: t.DummyCondStage}')).toEqual([]);
    expect((await stageOf('__is_first_stage__'))[0].stage).toEqual(STAGE);
  });

  it('carry the token offset of the extension', async () => {
    const fake = fakeModel(
      { 'first_stage_model.': STAGE, 'cond_stage_model.': { ...STAGE, inChannels: 1, outChannels: 1 } },
      GPT,
    );
    fake.set('cond_stage_model.token_offset', { shape: [], dtype: 'i64', values: [24] });
    expect((await infer(fake)).conditionStage?.tokenOffset).toBe(24);
  });
});

describe('YAML', () => {
  it('is compared with the shapes, which win', async () => {
    const yaml = net2net('target: x.VQModel').replace('n_layer: 2', 'n_layer: 24');
    const model = await infer(fakeModel({ 'first_stage_model.': STAGE }, GPT), yaml);
    expect(model.transformer?.architecture.layers).toBe(2);
    expect(model.warnings).toEqual([
      'transformer: the YAML says n_layer 24, the weights say 2; the weights are used',
    ]);
  });

  it('of a stand-alone VQGAN is compared too', async () => {
    const yaml = `model: {target: taming.models.vqgan.VQModel, params: {embed_dim: 4, n_embed: 99, ddconfig: {ch: 32, ch_mult: [1, 2, 2], num_res_blocks: 2, attn_resolutions: [16], resolution: 64, z_channels: 8, in_channels: 3, out_ch: 3}}}`;
    const { warnings } = await infer(fakeModel({ '': STAGE }), yaml);
    expect(warnings).toEqual([
      'image stage: the YAML says n_embed 99, the weights say 24; the weights are used',
    ]);
  });

  it.each([
    ['not YAML', '{{{{'],
    ['nothing of a model', 'a: 1'],
    ['a list', '- 1'],
    ['too much', `a: ${'x'.repeat(2 ** 20)}`],
  ])('is refused when it is %s', async (_, text) => {
    await refused(() => parseReferenceConfig(text), 'config-invalid');
  });

  it('cannot reach prototypes', () => {
    const config = parseReferenceConfig(
      'model: {params: {__proto__: {transformer_config: {params: {n_head: 5}}}, transformer_config: {params: {__proto__: {n_layer: 7}, n_head: 2}}}}',
    );
    expect(config.transformer).toEqual({ n_head: 2 });
    expect(({} as Record<string, unknown>).n_layer).toBeUndefined();
  });
});

describe.skipIf(!haveGoldens)('goldens', () => {
  const open = async (path: string) => {
    const bytes = await openFileBytes(join(GOLDENS, path));
    const model = await inferArchitecture((await openTensors(bytes)).source, null);
    await bytes.close();
    return model;
  };
  interface Config {
    config: { transformer: { vocab_size: number; block_size: number; n_layer: number; n_embd: number } };
  }

  it.each(['net2net/net2net.legacy.ckpt', 'net2net/net2net.zip.ckpt'])(
    '%s has the stages of its case',
    async (path) => {
      const { config } = goldenJson<Config>('net2net/case.json');
      const model = await open(path);
      expect(model.transformer?.architecture).toEqual({
        layers: config.transformer.n_layer,
        width: config.transformer.n_embd,
        vocabulary: config.transformer.vocab_size,
        blockSize: config.transformer.block_size,
        unmasked: 0,
      });
      expect(model.imageStage?.architecture).toMatchObject({
        inChannels: 3,
        codes: 128,
        multipliers: [1, 1],
      });
      expect(model.conditionStage?.architecture).toMatchObject({
        inChannels: 11,
        codes: 64,
        segmentation: true,
      });
      expect(model.warnings).toEqual([]);
    },
  );

  it('the VQGAN has its levels, widths and losses', async () => {
    const model = await open('vqgan/vqgan.zip.ckpt');
    expect(model.imageStage?.architecture).toMatchObject({
      channels: 32,
      multipliers: [1, 2, 1],
      zChannels: 24,
      embedDim: 16,
      codes: 96,
      encoderAttention: [false, false, true],
    });
    expect(model.ignored).toEqual([expect.objectContaining({ tensors: 5 })]);
  });

  it('the unmasked GPT has its prefix', async () => {
    expect((await open('gpt/gpt-unmasked.zip.ckpt')).transformer?.architecture.unmasked).toBe(9);
    expect((await open('gpt/gpt.legacy.ckpt')).transformer?.architecture.unmasked).toBe(0);
  });
});

/** The same fake under diffusers' names, with 2-D attention weights. */
function asDiffusers(fake: Fake, [q, k, v, out]: readonly string[]): Fake {
  const renamed: Fake = new Map();
  for (const [name, tensor] of fake) {
    const attention = /attn[._](\d)/.test(name);
    const changed = name
      .replace(/\.down\.(\d)\.block\.(\d)/, '.down_blocks.$1.resnets.$2')
      .replace(/\.down\.(\d)\.attn\.(\d)/, '.down_blocks.$1.attentions.$2')
      .replace(/\.down\.(\d)\.downsample\.conv/, '.down_blocks.$1.downsamplers.0.conv')
      .replace(
        /\.up\.(\d)\.block\.(\d)/,
        (_, l: string, b: string) => `.up_blocks.${2 - Number(l)}.resnets.${b}`,
      )
      .replace(
        /\.up\.(\d)\.attn\.(\d)/,
        (_, l: string, b: string) => `.up_blocks.${2 - Number(l)}.attentions.${b}`,
      )
      .replace(
        /\.up\.(\d)\.upsample\.conv/,
        (_, l: string) => `.up_blocks.${2 - Number(l)}.upsamplers.0.conv`,
      )
      .replace(/\.mid\.block_(\d)/, (_, b: string) => `.mid_block.resnets.${Number(b) - 1}`)
      .replace('.mid.attn_1', '.mid_block.attentions.0')
      .replace('nin_shortcut', 'conv_shortcut')
      .replace('norm_out', 'conv_norm_out');
    const name2 = attention
      ? changed
          .replace('.norm.', '.group_norm.')
          .replace('.q.', `.${q}.`)
          .replace('.k.', `.${k}.`)
          .replace('.v.', `.${v}.`)
          .replace('.proj_out.', `.${out}.`)
      : changed;
    const linear = attention && tensor.shape.length === 4;
    renamed.set(name2, linear ? { ...tensor, shape: tensor.shape.slice(0, 2) } : tensor);
  }
  return renamed;
}
