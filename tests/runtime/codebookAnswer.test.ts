import { beforeAll, describe, expect, it } from 'vitest';

import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import type { Manifest, ModelFile } from '../../src/checkpoint/manifest.ts';
import * as tf from '../../src/networks/tf.ts';
import { answerStage } from '../../src/runtime/codebookAnswer.ts';
import type { StageAnswerTo, StageQuestion } from '../../src/runtime/codebookProtocol.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import { toPixels } from '../../src/runtime/pixels.ts';
import { MemoryFolder } from '../checkpoint/support/memoryFolder.ts';
import { tinyCheckpoint } from '../tiny/tinyCheckpoint.ts';

const folder = new MemoryFolder();
let manifest: Manifest;
let model: LoadedModel;
const read = (file: ModelFile) => Promise.resolve(folder.files.get(file.path)!);

beforeAll(async () => {
  await tf.startBackend('wasm');
  const about = { id: 'tiny', name: '', description: '', license: '', source: '', trainedOn: '' };
  const inferred = await inferArchitecture(tinyCheckpoint(), null);
  ({ manifest } = await convert(inferred, folder, { dtype: 'f32', heads: 4, about }));
  model = new LoadedModel(manifest, read);
});

function ask<About extends StageQuestion['about']>(
  question: Extract<StageQuestion, { about: About }>,
  of = model,
): Promise<StageAnswerTo<About>> {
  return answerStage(of, read, question, new AbortController().signal) as Promise<StageAnswerTo<About>>;
}

function photo(shift: number) {
  const rgb = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 7 + (i >> 5) * shift) % 256);
  return { height: 48, width: 64, rgb };
}

describe('questions about the image stage', () => {
  it('hand out a copy of the codebook, and no usage where none ships', async () => {
    const { codebook, usage, quantizer } = await ask<'codebook'>({ about: 'codebook' });
    const own = (await model.decoder()).codebook;
    expect(codebook.vectors).toEqual(own);
    expect(codebook.vectors.buffer).not.toBe(own.buffer);
    expect(codebook.vectors).toHaveLength(codebook.codes * codebook.dim);
    expect([usage, quantizer]).toEqual([null, 'vector']);
  });

  it('read the usage file that ships', async () => {
    const { codes } = model.imageStage;
    const file = {
      format: 'tessera-usage',
      version: 1,
      source: 'photos',
      pictures: 1,
      codes,
      counts: new Array(codes).fill(2),
    };
    folder.files.set('usage.json', new TextEncoder().encode(JSON.stringify(file)));
    const listed = { path: 'usage.json', bytes: 1, sha256: '0'.repeat(64) };
    const shipped = new LoadedModel(
      { ...manifest, usage: 'usage.json', files: [...manifest.files, listed] },
      read,
    );
    expect((await ask<'codebook'>({ about: 'codebook' }, shipped)).usage?.counts[5]).toBe(2);
    // How codes are used does not make another model of it.
    expect(shipped.hash).toBe(model.hash);
  });

  it('hand out the pictures of classes that ship, and refuse other files', async () => {
    expect(await ask<'classes'>({ about: 'classes' })).toEqual({ about: 'classes', pictures: null });
    const listed = { path: 'classes.webp', bytes: 1, sha256: '0'.repeat(64) };
    const files = [...manifest.files, listed];
    const shipped = new LoadedModel({ ...manifest, classPictures: 'classes.webp', files }, read);
    const webp = new TextEncoder().encode('RIFF\n\n\n\nWEBPVP8 ');
    folder.files.set('classes.webp', webp);
    expect((await ask<'classes'>({ about: 'classes' }, shipped)).pictures).toEqual(webp);
    expect(shipped.hash).toBe(model.hash);
    folder.files.set('classes.webp', new TextEncoder().encode('<svg onload="alert(1)"/>'));
    await expect(ask<'classes'>({ about: 'classes' }, shipped)).rejects.toMatchObject({
      code: 'class-pictures-invalid',
    });
  });

  it('encode a photo to the codes nearest to its vectors', async () => {
    const { grid, latents } = await ask<'encode'>({ about: 'encode', photo: photo(3) });
    const { codebook } = await ask<'codebook'>({ about: 'codebook' });
    expect(latents.channels).toBe(codebook.dim);
    grid.tokens.forEach((token, cell) => {
      const square = (code: number) => {
        let sum = 0;
        for (let i = 0; i < codebook.dim; i++) {
          sum += (latents.values[cell * codebook.dim + i] - codebook.vectors[code * codebook.dim + i]) ** 2;
        }
        return sum;
      };
      const least = Math.min(...Array.from({ length: codebook.codes }, (_, code) => square(code)));
      expect(square(token)).toBeCloseTo(least, 5);
    });
  });

  it('blend from one picture to the other', async () => {
    const a = await ask<'encode'>({ about: 'encode', photo: photo(3) });
    const b = await ask<'encode'>({ about: 'encode', photo: photo(11) });
    const blend = (share: number, quantize: boolean) =>
      ask<'blend'>({ about: 'blend', from: a.latents, to: b.latents, share, quantize });
    for (const [share, end] of [
      [0, a],
      [1, b],
    ] as const) {
      const { grid, pixels } = await blend(share, true);
      expect(grid?.tokens).toEqual(end.grid.tokens);
      const picture = await (await model.decoder()).decode(end.grid);
      expect(pixels.rgba).toEqual(toPixels(picture, 0, picture.height, { top: 0, left: 0 }).rgba);
    }
    // Vectors as they are: no tokens, and another picture than that of the codes.
    const raw = await blend(0, false);
    expect(raw.grid).toBeNull();
    expect(raw.pixels.rgba).not.toEqual((await blend(0, true)).pixels.rgba);
  });

  it('decode codebook rows to the same picture as their codes', async () => {
    const { grid } = await ask<'encode'>({ about: 'encode', photo: photo(5) });
    const { codebook } = await ask<'codebook'>({ about: 'codebook' });
    const values = new Float32Array(grid.tokens.length * codebook.dim);
    grid.tokens.forEach((token, cell) => {
      values.set(
        codebook.vectors.subarray(token * codebook.dim, (token + 1) * codebook.dim),
        cell * codebook.dim,
      );
    });
    const rows = { height: grid.height, width: grid.width, channels: codebook.dim, values };
    const { pixels } = await ask<'blend'>({
      about: 'blend',
      from: rows,
      to: rows,
      share: 0,
      quantize: false,
    });
    const picture = await (await model.decoder()).decode(grid);
    expect(pixels.rgba).toEqual(toPixels(picture, 0, picture.height, { top: 0, left: 0 }).rgba);
  });

  it('refuse to blend pictures of different sizes', async () => {
    const a = await ask<'encode'>({ about: 'encode', photo: photo(3) });
    const to = { ...a.latents, height: 1 };
    await expect(
      ask<'blend'>({ about: 'blend', from: a.latents, to, share: 0.5, quantize: true }),
    ).rejects.toMatchObject({ code: 'latents-differ' });
  });
});
