import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

/** The WASM backend's binaries; tfjs picks one by what the browser offers (SIMD, threads). */
export const WASM_FILES = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
];

/** @param root folder of the project */
export function wasmSource(root: string, name: string): Buffer {
  return readFileSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', name));
}

/** Serves tfjs's .wasm files under `wasm/` and copies them into the built site. */
export function wasmFiles(root: string): Plugin {
  return {
    name: 'tessera-wasm',
    configureServer(server) {
      server.middlewares.use('/wasm/', (request, response, next) => {
        const name = WASM_FILES.find((file) => request.url === `/${file}`);
        if (!name) return next();
        response.setHeader('content-type', 'application/wasm');
        response.end(wasmSource(root, name));
      });
    },
    generateBundle() {
      for (const name of WASM_FILES)
        this.emitFile({ type: 'asset', fileName: `wasm/${name}`, source: wasmSource(root, name) });
    },
  };
}
