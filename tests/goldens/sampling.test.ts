import { beforeAll, describe, expect, it } from 'vitest';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import type { ConditionInput } from '../../src/conditioning/input.ts';
import { haveGoldens } from '../goldenFolder.ts';
import { goldenModel, json } from './goldenModel.ts';
import { runSampling, type SamplingCase } from './samplingCases.ts';
import { goldenTitle, readGolden as read, startGoldens } from './setup.ts';

beforeAll(startGoldens);

interface Sampling {
  readonly classcond: SamplingCase;
  readonly uncond: SamplingCase;
  readonly coord: SamplingCase;
}

/** What the YAML of such a checkpoint says; the files hold the transformer alone. */
function yaml(stage: string, params: string): string {
  return [
    'model:',
    '  params:',
    '    transformer_config: { params: { n_head: 4 } }',
    `    cond_stage_config: { target: taming.modules.${stage}, params: { ${params} } }`,
  ].join('\n');
}

const CASES: readonly (readonly [keyof Sampling, string, string, ConditionInput, boolean])[] = [
  [
    'classcond',
    'classcond.zip.ckpt',
    yaml('util.Labelator', 'n_classes: 10'),
    { kind: 'class', id: 7 },
    false,
  ],
  ['uncond', 'uncond.legacy.ckpt', yaml('util.SOSProvider', 'sos_token: 0'), { kind: 'none' }, false],
  ...[false, true].map((greedy) => {
    const config = yaml('misc.coord.CoordStage', 'n_embed: 120, down_factor: 2');
    const input = { kind: 'coordinates', height: 40, width: 48 } as const;
    return ['coord', 'coord.zip.ckpt', config, input, greedy] as const;
  }),
];

const PATIENCE = { timeout: 900_000 };

describe.skipIf(!haveGoldens)(
  goldenTitle('Class, start token and coordinates against the reference'),
  PATIENCE,
  () => {
    it.each(CASES)('%s from %s', async (name, checkpoint, config, input, greedy) => {
      const one = json<Sampling>(await read('sampling/case.json'))[name];
      const model = await goldenModel(read, `sampling/${checkpoint}`, {
        config,
        imageFrom: 'net2net/net2net.zip.ckpt',
      });
      const engine = new TfjsEngine(await model.gpt());
      // Only the pictures of sampled runs were recorded.
      const recorded = greedy ? { ...one, greedy_image: one.image } : one;
      const outcome = await runSampling({ read, folder: 'sampling', model, engine, greedy }, recorded, input);
      expect(outcome.wrongConditionTokens).toBe(0);
      expect(outcome.wrongTokens).toBe(0);
      expect(outcome.logits).toBeLessThanOrEqual(3e-5);
      if (!greedy) {
        expect(outcome.bytes.most).toBeLessThanOrEqual(1);
        expect(outcome.bytes.share).toBeLessThanOrEqual(0.002);
      }
      await model.dispose();
    });
  },
);
