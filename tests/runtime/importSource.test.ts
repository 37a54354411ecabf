import { beforeAll, describe, expect, it } from 'vitest';

import { arrange } from '../../src/runtime/importSource.ts';
import { refused } from '../checkpoint/support/expectRefused.ts';
import { tinyCheckpoint } from '../tiny/tinyCheckpoint.ts';
import { checkpointFile } from './checkpointFile.ts';

const source = tinyCheckpoint();
const part =
  (...starts: string[]) =>
  (name: string) =>
    starts.some((start) => name.startsWith(start));

let whole: File;
let gpt: File;
let image: File;
let condition: File;
let gptAndCondition: File;
beforeAll(async () => {
  whole = await checkpointFile('whole.safetensors', source);
  gpt = await checkpointFile('gpt.safetensors', source, part('transformer.'));
  image = await checkpointFile('image.safetensors', source, part('first_stage_model.'));
  condition = await checkpointFile('labels.safetensors', source, part('cond_stage_model.'));
  gptAndCondition = await checkpointFile(
    'most.safetensors',
    source,
    part('transformer.', 'cond_stage_model.'),
  );
});

describe('arrange', () => {
  it('takes a single file as it is', async () => {
    const { main, stages, supplied } = await arrange([whole], null);
    expect(main.file.name).toBe('whole.safetensors');
    expect(stages).toEqual({});
    expect(supplied).toEqual([]);
  });

  it('finds the role of each file, in whatever order they come', async () => {
    for (const files of [
      [gpt, image, condition],
      [condition, image, gpt],
    ]) {
      const { main, stages, supplied } = await arrange(files, null);
      expect(main.file).toBe(gpt);
      expect(stages.imageStage?.architecture.inChannels).toBe(3);
      expect(stages.conditionStage?.architecture.segmentation).toBe(true);
      expect(supplied.toSorted((a, b) => a.role.localeCompare(b.role))).toEqual([
        { role: 'condition', file: 'labels.safetensors' },
        { role: 'image', file: 'image.safetensors' },
      ]);
    }
  });

  it('adds only what the main file lacks', async () => {
    const { stages, supplied } = await arrange([gptAndCondition, image], null);
    expect(stages.conditionStage).toBeUndefined();
    expect(supplied).toEqual([{ role: 'image', file: 'image.safetensors' }]);
    await refused(arrange([whole, image], null), 'stage-not-needed');
  });

  it('refuses files that are not one model', async () => {
    await refused(arrange([whole, gpt], null), 'files-unclear');
    await refused(arrange([image, condition], null), 'files-unclear');
  });
});
