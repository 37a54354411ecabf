import type { ModelFile } from '../checkpoint/manifest.ts';
import { parseUsage, type UsageFile } from '../checkpoint/usageFile.ts';
import { photoPicture } from '../conditioning/photo.ts';
import { TesseraError } from '../core/errors.ts';
import type { Latents } from '../networks/vqgan/vqgan.ts';
import type { StageAnswer, StageQuestion } from './codebookProtocol.ts';
import type { LoadedModel } from './model.ts';
import { toPixels } from './pixels.ts';

/**
 * Answers about codebook and encoder of the open model; the encoder is fetched when it is first needed.
 * @throws TesseraError `not-a-photo-model`, `latents-differ`, `usage-invalid`, `class-pictures-invalid`, and those of the networks
 */
export async function answerStage(
  model: LoadedModel,
  read: (file: ModelFile) => Promise<Uint8Array>,
  question: StageQuestion,
  signal: AbortSignal,
): Promise<StageAnswer> {
  switch (question.about) {
    case 'codebook': {
      const { codes, embedDim, quantizer } = model.imageStage;
      // A copy: the message must not take the network's own rows with it.
      const vectors = (await model.decoder()).codebook.slice();
      return {
        about: 'codebook',
        codebook: { codes, dim: embedDim, vectors },
        quantizer,
        usage: await readUsage(model, read),
      };
    }
    case 'classes':
      return { about: 'classes', pictures: await readClassPictures(model, read) };
    case 'encode': {
      const { segmentation, inChannels } = model.imageStage;
      if (segmentation || inChannels !== 3) throw notForPhotos(model.manifest.name);
      const encoder = await model.encoder();
      const latents = await encoder.encodeToLatents(photoPicture(question.photo), { signal });
      return { about: 'encode', grid: await encoder.quantize(latents), latents };
    }
    case 'blend': {
      const mixed = mix(question.from, question.to, question.share);
      const decoder = await model.decoder();
      const grid = question.quantize ? await (await model.encoder()).quantize(mixed) : null;
      const picture = await (grid
        ? decoder.decode(grid, { signal })
        : decoder.decodeLatents(mixed, { signal }));
      const pixels = toPixels(picture, 0, picture.height, { top: 0, left: 0 });
      return { about: 'blend', grid, pixels };
    }
  }
}

async function readUsage(
  { manifest, imageStage }: LoadedModel,
  read: (file: ModelFile) => Promise<Uint8Array>,
): Promise<UsageFile | null> {
  const file = manifest.files.find(({ path }) => path === manifest.usage);
  return file ? parseUsage(await read(file), imageStage.codes) : null;
}

/** @throws TesseraError `class-pictures-invalid` */
async function readClassPictures(
  { manifest }: LoadedModel,
  read: (file: ModelFile) => Promise<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = manifest.files.find(({ path }) => path === manifest.classPictures);
  if (!file) return null;
  const bytes = new Uint8Array(await read(file));
  // RIFF, a length of four bytes, WEBP
  const isWebp = /^RIFF[^]{4}WEBP/.test(String.fromCharCode(...bytes.subarray(0, 12)));
  if (isWebp) return bytes;
  throw new TesseraError(
    'class-pictures-invalid',
    `${file.path} of ${manifest.name} is no WebP picture`,
    'get the model folder again',
  );
}

function mix(from: Latents, to: Latents, share: number): Latents {
  if (from.height !== to.height || from.width !== to.width || from.channels !== to.channels) {
    throw new TesseraError(
      'latents-differ',
      `the pictures have ${from.width} x ${from.height} and ${to.width} x ${to.height} tokens`,
      'cut both to the same size',
    );
  }
  const values = from.values.map((value, i) => (1 - share) * value + share * to.values[i]);
  return { ...from, values };
}

function notForPhotos(name: string): TesseraError {
  return new TesseraError(
    'not-a-photo-model',
    `the image stage of ${name} does not read photos`,
    'choose a model whose pictures have three channels',
  );
}
