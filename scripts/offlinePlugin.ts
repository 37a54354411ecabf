import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import type { Plugin } from 'vite';

import type { ShellFiles } from '../src/studio/offline/requests.ts';
import { reachable, type SiteFiles } from './siteFiles.ts';

/** Name of the service worker's entry; it has to lie above all that it answers for. */
export const SERVICE_WORKER = 'sw';
const MARK = '__TESSERA_SHELL__';
const PAGE = 'index.html';
/** What browsers with SIMD ask for, and so every one that has WebGPU or is a few years old. */
const WASM = 'wasm/tfjs-backend-wasm-simd.wasm';
/** Told to the browser and to hosts, or asked for by the service worker itself. */
const NOT_KEPT = ['_headers', 'sw.js'];

/** The list of a build's files for its service worker. */
export function shellFiles(files: SiteFiles): ShellFiles {
  const needed = new Set(reachable(files, PAGE));
  const isCore = (path: string) =>
    needed.has(path) || path === WASM || !/^(assets|bench|models|runs|wasm)\//.test(path);
  const kept = [...files.keys()]
    .filter((path) => !NOT_KEPT.includes(path) && !/^(bench|models)\//.test(path))
    .filter((path) => needed.has(path) || !path.startsWith('assets/'))
    .sort();
  const hash = createHash('sha256');
  for (const path of kept) hash.update(path).update(files.get(path) ?? '');
  return {
    version: hash.digest('hex').slice(0, 12),
    core: kept.filter(isCore).map((path) => (path === PAGE ? '' : path)),
    others: kept.filter((path) => !isCore(path)),
  };
}

/** Writes the list of this build's files into the service worker. */
export function offline(root: string): Plugin {
  const publicFolder = join(root, 'public');
  return {
    name: 'tessera-offline',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[`${SERVICE_WORKER}.js`];
        if (worker?.type !== 'chunk') return;
        if (worker.imports.length > 0) this.error('the service worker must be one file');
        const files = new Map<string, string | Uint8Array>(
          Object.values(bundle).map((one) => [one.fileName, one.type === 'chunk' ? one.code : one.source]),
        );
        for (const path of filesOf(publicFolder)) files.set(path, readFileSync(join(publicFolder, path)));
        const list = JSON.stringify(JSON.stringify(shellFiles(files)));
        const quoted = new RegExp(`(["'\`])${MARK}\\1`);
        if (!quoted.test(worker.code)) this.error('the service worker has no place for its list of files');
        worker.code = worker.code.replace(quoted, () => list);
      },
    },
  };
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
