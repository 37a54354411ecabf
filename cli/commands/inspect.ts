import { describeCheckpoint, describeModel, type ModelDescription } from '../../src/checkpoint/describe.ts';
import { downsampling, type VqganArchitecture } from '../../src/core/architecture.ts';
import { expectPositionals } from '../arguments.ts';
import type { Command } from '../command.ts';
import { asModelFolder, OpenCheckpoints, readConfig } from '../io/checkpoint.ts';
import { openDiskModel } from '../io/diskFolder.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: 'what a checkpoint or model folder holds',
  help: `
tessera inspect PATH [flags]
  PATH is a .ckpt, .pt or .safetensors file, or a model folder
  --config YAML               the reference's YAML of a checkpoint`,
  flags: { config: 'value' },
  async run(args, terminal) {
    expectPositionals('inspect', args.positionals, ['PATH']);
    const description = await describe(args.positionals[0], args.text('config'));
    terminal.result(description);
    for (const line of lines(description)) terminal.say(line);
    if (!terminal.json) for (const warning of description.warnings) terminal.note(`warning: ${warning}`);
  },
};

async function describe(path: string, config: string | undefined): Promise<ModelDescription> {
  const folder = asModelFolder(path);
  if (folder !== null) {
    const { manifest, source } = await openDiskModel(folder);
    return describeModel(manifest, source);
  }
  const files = new OpenCheckpoints();
  try {
    return await describeCheckpoint(await files.open(path), await readConfig(config));
  } finally {
    await files.close();
  }
}

function lines(model: ModelDescription): string[] {
  const { parameters, keptBytes, transformer } = model;
  const out = [`container      ${model.container}, ${megabytes(model.fileBytes)}`];
  if (model.imageStage) {
    out.push(`image stage    ${stageLine(model.imageStage)}, ${millions(parameters.imageStage)}`);
  }
  for (const { kind, stage, tokenOffset } of model.conditioning) {
    const of = stage?.type === 'vqgan' ? `: ${stageLine(stage)}` : '';
    out.push(`condition      ${kind}${of}${tokenOffset ? `, ids + ${tokenOffset}` : ''}`);
  }
  if (transformer) {
    const heads = transformer.heads ?? `? (${model.headCandidates.slice(0, 4).join(', ')} ...)`;
    out.push(
      `transformer    ${transformer.layers} layers, ${heads} heads, width ${transformer.width}, vocabulary ` +
        `${transformer.vocabulary}, block ${transformer.blockSize}, ${millions(parameters.transformer)}`,
    );
    if (transformer.unmasked) out.push(`               ${transformer.unmasked} positions unmasked`);
  }
  if (model.permuted) out.push('token order    permuted');
  out.push(`tensors        ${model.tensors.length}`);
  for (const { what, tensors, bytes } of model.ignored) {
    out.push(`ignored        ${what}${tensors ? `: ${tensors} tensors` : ''}, ${megabytes(bytes)}`);
  }
  const kept = Object.entries(keptBytes).map(([dtype, bytes]) => `${dtype} ${megabytes(bytes)}`);
  out.push(`kept bytes     ${kept.join(', ')}`);
  for (const { name } of model.published) out.push(`looks like     ${name}`);
  return out;
}

function stageLine(stage: VqganArchitecture): string {
  const inputs = stage.segmentation ? `${stage.inChannels} labels` : `${stage.inChannels} channels`;
  return `VQGAN f=${downsampling(stage)}, ${stage.codes} codes of ${stage.embedDim}, ${inputs}, ch ${stage.channels} x ${stage.multipliers.join(',')}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function millions(count: number): string {
  return `${(count / 1e6).toFixed(2)} M parameters`;
}
