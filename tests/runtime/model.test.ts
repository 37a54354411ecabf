import { beforeAll, describe, expect, it } from 'vitest';
import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import * as tf from '../../src/networks/tf.ts';
import { prepareCondition } from '../../src/runtime/condition.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import { sample, type SampleJob } from '../../src/runtime/sample.ts';
import { MemoryFolder } from '../checkpoint/support/memoryFolder.ts';
import { tinyCheckpoint } from '../tiny/tinyCheckpoint.ts';

let manifest: Manifest;
const folder = new MemoryFolder();

beforeAll(async () => {
  await tf.startBackend('wasm');
  const about = { id: 'tiny', name: '', description: '', license: '', source: '', trainedOn: '' };
  const model = await inferArchitecture(tinyCheckpoint(), null);
  ({ manifest } = await convert(model, folder, { dtype: 'f32', heads: 4, about }));
});

function open(change: Partial<Manifest> = {}) {
  const fetched: string[] = [];
  const model = new LoadedModel({ ...manifest, ...change }, (file) => {
    fetched.push(file.path.replace(/(-\d+)?\.safetensors$/, ''));
    return Promise.resolve(folder.files.get(file.path)!);
  });
  return { model, fetched };
}

const LAYOUT = { height: 256, width: 256, labels: new Uint8Array(256 * 256).map((_, i) => (i >> 5) % 3) };

async function job(model: LoadedModel): Promise<SampleJob> {
  return {
    height: 16,
    width: 16,
    condition: await prepareCondition(model, { kind: 'segmentation', map: LAYOUT }),
    settings: {
      kind: 'segmentation',
      seed: 3,
      temperature: 1,
      topK: 20,
      topP: 1,
      greedy: false,
      window: 'exact',
    },
  };
}

describe('LoadedModel', () => {
  it('fetches only what is needed, and each file once', async () => {
    const { model, fetched } = open();
    await (await model.decoder()).decode({ height: 1, width: 1, tokens: Int32Array.of(5) });
    expect(fetched).toEqual(['image-decoder']);
    await model.conditionEncoder('segmentation');
    await model.gpt();
    await Promise.all([model.gpt(), model.decoder()]);
    expect(fetched).toEqual(['image-decoder', 'conditioning-0-encoder', 'transformer']);
    await model.encoder();
    expect(fetched.slice(3)).toEqual(['image-encoder']);
    await model.dispose();
  });

  it('gives back all tensors', async () => {
    const before = tf.memory().numTensors;
    const { model } = open();
    await model.decoder();
    await model.gpt();
    await model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('tries again after a failure', async () => {
    let online = false;
    const model = new LoadedModel(manifest, (file) =>
      online
        ? Promise.resolve(folder.files.get(file.path)!)
        : Promise.reject(new TesseraError('offline', 'no network', 'try again')),
    );
    await expect(model.gpt()).rejects.toMatchObject({ code: 'offline' });
    online = true;
    await expect(model.gpt()).resolves.toBeDefined();
    await model.dispose();
  });

  it('refuses altered files', async () => {
    const model = new LoadedModel(manifest, (file) => {
      const bytes = folder.files.get(file.path)!.slice();
      bytes[bytes.length - 1] ^= 1;
      return Promise.resolve(bytes);
    });
    await expect(model.gpt()).rejects.toMatchObject({ code: 'weights-altered' });
  });

  it('names what a model does not have', async () => {
    const { model } = open({ imageStage: null, transformer: null });
    await expect(model.decoder()).rejects.toMatchObject({ code: 'no-image-stage' });
    await expect(model.gpt()).rejects.toMatchObject({ code: 'no-transformer' });
    await expect(model.conditionEncoder('depth')).rejects.toMatchObject({
      code: 'condition-kind',
      advice: 'use one of: segmentation',
    });
  });
});

describe('sample', () => {
  it('is decided by the seed, and can go on from where it was stopped', async () => {
    const { model } = open();
    const engine = new TfjsEngine(await model.gpt());
    const whole = await sample(model, engine, await job(model));
    expect(whole.record).toMatchObject({ model: { id: 'tiny', hash: model.hash }, stats: { tokens: 256 } });
    expect(whole.record.tokens.every((token) => token >= 0 && token < 64)).toBe(true);

    const controller = new AbortController();
    const stopped = await sample(model, engine, {
      ...(await job(model)),
      signal: controller.signal,
      onDrawn: ({ step }) => step.row === 9 && controller.abort(),
    });
    expect(stopped.stats.aborted).toBe(true);
    expect(stopped.record.tokens.slice(0, 145)).toEqual(whole.record.tokens.slice(0, 145));
    expect(stopped.record.tokens[145]).toBe(-1);

    const rest = await sample(model, engine, { ...(await job(model)), keep: stopped.grid });
    expect(rest.record.tokens).toEqual(whole.record.tokens);
    expect(rest.stats.tokens).toBe(111);
    await model.dispose();
  });

  it('refuses numbers that nothing can be drawn with', async () => {
    const { model } = open();
    const engine = new TfjsEngine(await model.gpt());
    const sound = await job(model);
    const wrong = sample(model, engine, { ...sound, settings: { ...sound.settings, temperature: 0 } });
    await expect(wrong).rejects.toMatchObject({ code: 'setting-out-of-range' });
    await model.dispose();
  });

  it('refuses tokens of another size', async () => {
    const { model } = open();
    const keep = { height: 16, width: 17, tokens: new Int32Array(16 * 17) };
    const engine = new TfjsEngine(await model.gpt());
    const wrong = sample(model, engine, { ...(await job(model)), keep });
    await expect(wrong).rejects.toMatchObject({ code: 'grid-size' });
    await model.dispose();
  });

  it('refuses labels without a name, where the model names its labels', async () => {
    const labels = [{ id: 0, name: 'sky', color: '#000000' }];
    const { model } = open({ conditioning: manifest.conditioning.map((one) => ({ ...one, labels })) });
    const wrong = prepareCondition(model, { kind: 'segmentation', map: LAYOUT });
    await expect(wrong).rejects.toMatchObject({ code: 'unknown-labels' });
  });
});
