import { join } from 'node:path';
import { parameterCount } from '../../src/checkpoint/modelParts.ts';
import { expectPositionals } from '../arguments.ts';
import type { Command } from '../command.ts';
import { readDiskManifest } from '../io/diskFolder.ts';
import { MODELS, shippedIds } from '../io/models.ts';

export const models: Command = {
  name: 'models',
  summary: 'lists the shipped models',
  help: 'tessera models [--json]',
  flags: {},
  async run(args, terminal) {
    expectPositionals('models', args.positionals, []);
    const list = await Promise.all((await shippedIds()).map(entry));
    terminal.result(list);
    for (const { id, name, kinds, bytes, parameters, licence } of list) {
      const size = `${(bytes / 1e6).toFixed(1)} MB, ${(parameters / 1e6).toFixed(1)} M parameters`;
      terminal.say(`${id}  ${name} (${kinds.join(', ')}), ${size}, ${licence}`);
    }
    if (list.length === 0) terminal.note('no model is shipped; `tessera convert` makes one');
  },
};

async function entry(id: string) {
  const manifest = await readDiskManifest(join(MODELS, id));
  return {
    id,
    name: manifest.name,
    kinds: manifest.conditioning.map((conditioning) => conditioning.kind),
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    parameters: parameterCount(manifest),
    licence: manifest.license,
  };
}
