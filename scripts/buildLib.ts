/** `npm run build:lib [-- --out FOLDER]`: the engine as a module for other pages, with its types and an example. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { build } from 'vite';

import { version, license, description } from '../package.json' with { type: 'json' };
import { chunkFileNames } from './budgetPlugin.ts';
import { WASM_FILES, wasmSource } from './wasmPlugin.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist-lib' } } });
const out = join(process.cwd(), values.out);
const embed = (name: string) => join(root, 'src/embed', name);

await build({
  configFile: false,
  root,
  // Relative to the module, wherever it is served from.
  base: './',
  publicDir: false,
  logLevel: 'warn',
  worker: { format: 'es', rolldownOptions: { output: { chunkFileNames } } },
  build: {
    target: 'es2023',
    outDir: out,
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
    lib: { entry: embed('tessera.ts'), formats: ['es'], fileName: () => 'tessera.js' },
  },
});

mkdirSync(join(out, 'wasm'), { recursive: true });
for (const name of WASM_FILES) writeFileSync(join(out, 'wasm', name), wasmSource(root, name));
copyFileSync(embed('example.html'), join(out, 'example.html'));
writeFileSync(
  join(out, 'tessera.d.ts'),
  `${readFileSync(embed('types.ts'), 'utf8')}
export declare const openModel: OpenModel;

/** Every failure: \`code\` is stable, \`message\` says what happened and \`advice\` what to do. */
export declare class TesseraError extends Error {
  readonly code: string;
  readonly advice: string;
}
`,
);
const entry = { types: './tessera.d.ts', default: './tessera.js' };
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify({ name: 'tessera', version, description, license, type: 'module', exports: { '.': entry } }, null, 2)}\n`,
);
