import { expectPositionals } from '../arguments.ts';
import { BACKEND_FLAGS, BACKEND_HELP, backendFor } from '../backend.ts';
import type { Command } from '../command.ts';
import { decodedBytes } from '../io/decoded.ts';
import { openModel } from '../io/models.ts';
import { writePng } from '../io/pictures.ts';
import { readTokens } from '../io/tokens.ts';

export const decode: Command = {
  name: 'decode',
  summary: 'the picture of a grid of tokens',
  help: `
tessera decode MODEL TOKENS.json --out IMAGE.png [flags]
${BACKEND_HELP}`,
  flags: { out: 'value', ...BACKEND_FLAGS },
  async run(args, terminal) {
    expectPositionals('decode', args.positionals, ['MODEL', 'TOKENS.json']);
    const [name, path] = args.positionals;
    const out = args.required('out');
    const model = await openModel(name);
    const grid = await readTokens(path);
    await backendFor(args);
    const decoder = await model.decoder();
    const picture = await decoder.decode(grid, {
      onProgress: (share) => terminal.progress('decoding', share),
    });
    const { channels, data } = decodedBytes(picture, model.imageStage.segmentation);
    const { height, width } = picture;
    await writePng(out, height, width, channels, data);
    terminal.result({ out, height, width });
    terminal.say(`${width} x ${height} pixels in ${out}`);
  },
};
