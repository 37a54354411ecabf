import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

import type { Connect, Plugin } from 'vite';

import { modelEntry, type ModelEntry } from './modelEntry.ts';

/**
 * Serves model folders as static files under `models/` and lists them in `models/index.json`; a build copies them
 * into the site. `TESSERA_EXTRA_MODELS` names one more folder of models (the tests' tiny ones), never built in.
 */
export function models(root: string): Plugin {
  const shipped = join(root, 'models');
  const extra = process.env.TESSERA_EXTRA_MODELS;
  const folders = () => [shipped, ...(extra ? [extra] : [])];
  return {
    name: 'tessera-models',
    configureServer(server) {
      server.middlewares.use('/models/', serve(folders));
    },
    configurePreviewServer(server) {
      server.middlewares.use('/models/', serve(folders));
    },
    generateBundle() {
      for (const path of modelFiles(shipped)) {
        this.emitFile({
          type: 'asset',
          fileName: `models/${path}`,
          source: readFileSync(join(shipped, path)),
        });
      }
      this.emitFile({
        type: 'asset',
        fileName: 'models/index.json',
        source: JSON.stringify(index([shipped])),
      });
    },
  };
}

const TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.safetensors': 'application/octet-stream',
};

function serve(folders: () => string[]): Connect.NextHandleFunction {
  return (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0])).replace(/^[/\\]+/, '');
    if (path === 'index.json') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(index(folders())));
      return;
    }
    const file = folders()
      .map((folder) => ({ folder, file: join(folder, path) }))
      .find(({ folder, file }) => file.startsWith(folder + sep) && isFile(file))?.file;
    if (!file) return next();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-length', statSync(file).size);
    createReadStream(file).pipe(response);
  };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function modelIds(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((id) => isFile(join(folder, id, 'model.json')));
}

function modelFiles(folder: string): string[] {
  return modelIds(folder).flatMap((id) => readdirSync(join(folder, id)).map((file) => `${id}/${file}`));
}

function index(folders: readonly string[]): { models: ModelEntry[] } {
  const models = folders.flatMap((folder) =>
    modelIds(folder)
      .map((id) => modelEntry(id, readFileSync(join(folder, id, 'model.json'), 'utf8')))
      // the page opens with the first: the one that can be steered in most ways
      .toSorted((a, b) => b.kinds.length - a.kinds.length || a.id.localeCompare(b.id)),
  );
  return { models };
}
