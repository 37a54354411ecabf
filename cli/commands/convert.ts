import { basename } from 'node:path';
import { convert as convertModel } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import type { InferredStage } from '../../src/checkpoint/infer/inferVqgan.ts';
import { labelSet, labelSetOfSize } from '../../src/checkpoint/labelSets.ts';
import type { StageRole } from '../../src/checkpoint/supplyStage.ts';
import type { Label } from '../../src/core/labels.ts';
import { expectPositionals, type Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { idOfPath, OpenCheckpoints, openStage, readConfig } from '../io/checkpoint.ts';
import { diskFolderWriter } from '../io/diskFolder.ts';
import type { Terminal } from '../terminal.ts';

const DTYPES = ['f32', 'f16', 'int8'] as const;

export const convert: Command = {
  name: 'convert',
  summary: 'checkpoint -> model folder',
  help: `
tessera convert CKPT --out DIR [flags]
  --config YAML               the reference's YAML; without it all is inferred but the head count
  --n-head N                  attention heads of the transformer
  --dtype f32|f16|int8        how the transformer is stored (f32)
  --image-stage PATH          image stage of another checkpoint or model folder
  --condition-stage PATH      condition stage of another checkpoint or model folder
  --id ID  --name TEXT        what the model is called
  --description TEXT  --license TEXT  --source TEXT  --trained-on TEXT`,
  flags: {
    out: 'value',
    config: 'value',
    'n-head': 'value',
    dtype: 'value',
    'image-stage': 'value',
    'condition-stage': 'value',
    id: 'value',
    name: 'value',
    description: 'value',
    license: 'value',
    source: 'value',
    'trained-on': 'value',
  },
  async run(args, terminal) {
    expectPositionals('convert', args.positionals, ['CKPT']);
    const files = new OpenCheckpoints();
    try {
      await run(args, terminal, files);
    } finally {
      await files.close();
    }
  },
};

async function run(args: Arguments, terminal: Terminal, files: OpenCheckpoints): Promise<void> {
  const [path] = args.positionals;
  const out = args.required('out');
  const heads = args.integer('n-head');
  const dtype = args.choice('dtype', DTYPES) ?? 'f32';
  const config = await readConfig(args.text('config'));
  const opened = await files.open(path);
  const model = await inferArchitecture(opened.source, config);
  const imageStage = await stageFrom(files, args.text('image-stage'), 'image');
  const conditionStage = await stageFrom(files, args.text('condition-stage'), 'condition');
  const stage = (conditionStage ?? model.conditionStage)?.architecture;
  const labels = stage?.segmentation ? knownLabels(stage.inChannels) : undefined;
  const report = await convertModel(model, await diskFolderWriter(out), {
    dtype,
    config,
    heads,
    imageStage,
    conditionStage,
    labels,
    about: {
      id: args.text('id') ?? idOfPath(out),
      name: args.text('name') ?? basename(path),
      description: args.text('description') ?? '',
      license: args.text('license') ?? 'unknown',
      source: args.text('source') ?? basename(path),
      trainedOn: args.text('trained-on') ?? 'unknown',
    },
    onProgress: ({ tensor, doneBytes, totalBytes }) =>
      terminal.progress(tensor, totalBytes ? doneBytes / totalBytes : 1),
  });
  const warnings = [...opened.warnings, ...report.warnings];
  const { manifest, ignored, quantized } = report;
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  terminal.clearBar();
  terminal.result({ out, bytes, manifest, ignored, quantized, warnings });
  for (const warning of warnings) terminal.note(`warning: ${warning}`);
  terminal.say(`${manifest.id}: ${manifest.files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${out}`);
}

async function stageFrom(
  files: OpenCheckpoints,
  path: string | undefined,
  role: StageRole,
): Promise<InferredStage | undefined> {
  return path === undefined ? undefined : openStage(files, path, role);
}

/** Names of the labels, where the number of labels tells the data set. */
function knownLabels(count: number): Label[] | undefined {
  const set = labelSetOfSize(count);
  return set === null ? undefined : labelSet(set);
}
