import { depthPicture } from '../../src/conditioning/depth.ts';
import { photoPicture } from '../../src/conditioning/photo.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { TokenGrid } from '../../src/core/grid.ts';
import { CONDITION_KINDS, type ConditionKind } from '../../src/core/settings.ts';
import { prepareCondition } from '../../src/runtime/condition.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { expectPositionals } from '../arguments.ts';
import { BACKEND_FLAGS, BACKEND_HELP, backendFor } from '../backend.ts';
import type { Command } from '../command.ts';
import { readConditionFile } from '../io/conditionFile.ts';
import { openModel } from '../io/models.ts';
import { readDepth, readLabels, readPhoto } from '../io/pictures.ts';
import { writeTokens } from '../io/tokens.ts';

export const encode: Command = {
  name: 'encode',
  summary: 'tokens of a picture, a layout or a depth map',
  help: `
tessera encode MODEL IMAGE --out TOKENS.json [flags]
  --stage image|condition     which stage encodes (image)
  --kind KIND                 which condition, where the model has several
${BACKEND_HELP}`,
  flags: { out: 'value', stage: 'value', kind: 'value', ...BACKEND_FLAGS },
  async run(args, terminal) {
    expectPositionals('encode', args.positionals, ['MODEL', 'IMAGE']);
    const [name, path] = args.positionals;
    const out = args.required('out');
    const stage = args.choice('stage', ['image', 'condition'] as const) ?? 'image';
    const kind = args.choice('kind', CONDITION_KINDS);
    const model = await openModel(name);
    await backendFor(args);
    const grid =
      stage === 'image'
        ? await encodeImage(model, path)
        : await encodeCondition(model, path, kind, (text) => terminal.note(text));
    await writeTokens(out, grid);
    terminal.result({ out, height: grid.height, width: grid.width });
    terminal.say(`${grid.height} x ${grid.width} tokens in ${out}`);
  },
};

/** By what the image stage was trained on: labels, depth (1 channel) or photos. */
async function encodeImage(model: LoadedModel, path: string): Promise<TokenGrid> {
  const encoder = await model.encoder();
  const { segmentation, inChannels } = model.imageStage;
  if (segmentation) return encoder.encodeLabels(await readLabels(path));
  if (inChannels === 1) return encoder.encodePicture(depthPicture(await readDepth(path)));
  return encoder.encodePicture(photoPicture(await readPhoto(path)));
}

async function encodeCondition(
  model: LoadedModel,
  path: string,
  kind: ConditionKind | undefined,
  note: (text: string) => void,
): Promise<TokenGrid> {
  const staged = model.manifest.conditioning.find((one) => one.stage?.type === 'vqgan');
  const wanted = kind ?? staged?.kind;
  const { imageStage } = model.manifest;
  // A stage of labels or depths that stands alone is a condition stage that no transformer was joined to yet.
  if (wanted === undefined && (imageStage?.segmentation || imageStage?.inChannels === 1)) {
    return encodeImage(model, path);
  }
  if (wanted === undefined) {
    throw new TesseraError(
      'no-condition-stage',
      `the model ${model.manifest.id} has no condition stage`,
      'use --stage image, or another model',
    );
  }
  const condition = await prepareCondition(model, await readConditionFile(wanted, path, { note }));
  if (condition.layout === 'spatial') return condition.grid;
  return { height: 1, width: condition.tokens.length, tokens: condition.tokens };
}
