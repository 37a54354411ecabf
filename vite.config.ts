import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { budget, chunkFileNames } from './scripts/budgetPlugin.ts';
import { models } from './scripts/modelsPlugin.ts';
import { offline, SERVICE_WORKER } from './scripts/offlinePlugin.ts';
import { security } from './scripts/securityPlugin.ts';
import { wasmFiles } from './scripts/wasmPlugin.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const port = Number(process.env.PORT ?? 5173);

export default defineConfig({
  // Relative, so that the built site works from any path on any static host.
  base: './',
  plugins: [security(), react(), models(root), wasmFiles(root), offline(root), budget()],
  worker: { format: 'es', rolldownOptions: { output: { chunkFileNames } } },
  server: { port, strictPort: true },
  preview: { port, strictPort: true },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: {
        index: `${root}index.html`,
        bench: `${root}bench/index.html`,
        [SERVICE_WORKER]: `${root}src/studio/offline/serviceWorker.ts`,
      },
      output: {
        entryFileNames: ({ name }) => (name === SERVICE_WORKER ? '[name].js' : 'assets/[name]-[hash].js'),
        chunkFileNames,
      },
    },
  },
});
