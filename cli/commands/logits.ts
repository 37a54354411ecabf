import { expectPositionals } from '../arguments.ts';
import { BACKEND_FLAGS, BACKEND_HELP, backendFor, engineFor } from '../backend.ts';
import type { Command } from '../command.ts';
import { writeBytes } from '../io/files.ts';
import { openModel } from '../io/models.ts';
import { readTokens } from '../io/tokens.ts';

export const logits: Command = {
  name: 'logits',
  summary: 'raw logits of the transformer over one sequence',
  help: `
tessera logits MODEL --tokens TOKENS.json --out LOGITS.f32 [flags]
  The tokens are the whole sequence, condition first. Writes float32, little-endian, [length, vocabulary].
${BACKEND_HELP}`,
  flags: { tokens: 'value', out: 'value', ...BACKEND_FLAGS },
  async run(args, terminal) {
    expectPositionals('logits', args.positionals, ['MODEL']);
    const path = args.required('tokens');
    const out = args.required('out');
    const model = await openModel(args.positionals[0]);
    const { tokens } = await readTokens(path);
    const backend = await backendFor(args);
    const values = await (await engineFor(args, model, backend)).forward(tokens);
    const bytes = new Uint8Array(values.length * 4);
    const view = new DataView(bytes.buffer);
    values.forEach((value, i) => view.setFloat32(4 * i, value, true));
    await writeBytes(out, bytes);
    const { vocabulary } = model.transformer;
    terminal.result({ out, length: tokens.length, vocabulary });
    terminal.say(`${tokens.length} x ${vocabulary} logits in ${out}`);
  },
};
