import { basename, extname, join } from 'node:path';
import { photoPicture, type Photo } from '../../src/conditioning/photo.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { expectPositionals } from '../arguments.ts';
import { BACKEND_FLAGS, BACKEND_HELP, backendFor } from '../backend.ts';
import type { Command } from '../command.ts';
import { decodedBytes } from '../io/decoded.ts';
import { openModel } from '../io/models.ts';
import { readPhoto, writePng } from '../io/pictures.ts';
import { psnr, ssim } from '../../src/core/quality.ts';

export const reconstruct: Command = {
  name: 'reconstruct',
  summary: 'encodes and decodes photos, and says how close they come (PSNR, SSIM)',
  help: `
tessera reconstruct MODEL IMAGE... --out DIR [flags]
  Photos are cropped at the right and bottom to whole tokens. PSNR in dB over RGB, SSIM over luma.
${BACKEND_HELP}`,
  flags: { out: 'value', ...BACKEND_FLAGS },
  async run(args, terminal) {
    expectPositionals('reconstruct', args.positionals, ['MODEL', 'IMAGE'], true);
    const [name, ...paths] = args.positionals;
    const out = args.required('out');
    const model = await openModel(name);
    if (model.imageStage.segmentation || model.imageStage.inChannels !== 3) {
      throw new TesseraError(
        'not-a-photo-model',
        `the image stage of ${model.manifest.id} does not read photos`,
        'use `tessera encode` and `tessera decode`',
      );
    }
    await backendFor(args);
    const encoder = await model.encoder();
    const decoder = await model.decoder();
    const files = fileNames(paths);
    const rows = [];
    for (const [index, path] of paths.entries()) {
      terminal.progress(basename(path), index / paths.length);
      const photo = await readPhoto(path);
      const picture = await decoder.decode(await encoder.encodePicture(photoPicture(photo)));
      const { height, width } = picture;
      const bytes = { height, width, ...decodedBytes(picture, false) };
      const file = join(out, files[index]);
      await writePng(file, height, width, bytes.channels, bytes.data);
      const original = { height, width, channels: 3, data: crop(photo, height, width) };
      const row = {
        image: path,
        out: file,
        height,
        width,
        psnr: psnr(original, bytes),
        ssim: ssim(original, bytes),
      };
      terminal.clearBar();
      terminal.say(`${path}  PSNR ${figure(row.psnr, 2)} dB  SSIM ${figure(row.ssim, 4)}  ${file}`);
      rows.push(row);
    }
    terminal.result(rows);
  },
};

/** `photo.png` for `dir/photo.jpg`; a second one becomes `photo-2.png`. */
function fileNames(paths: readonly string[]): string[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const stem = basename(path, extname(path));
    let name = `${stem}.png`;
    for (let n = 2; taken.has(name); n++) name = `${stem}-${n}.png`;
    taken.add(name);
    return name;
  });
}

function figure(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

function crop(photo: Photo, height: number, width: number): Uint8Array {
  const rgb = new Uint8Array(height * width * 3);
  for (let row = 0; row < height; row++) {
    const from = row * photo.width * 3;
    rgb.set(photo.rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return rgb;
}
