import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { models } from './scripts/modelsPlugin.ts';
import { security } from './scripts/securityPlugin.ts';
import { wasmFiles } from './scripts/wasmPlugin.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const port = Number(process.env.PORT ?? 5173);

export default defineConfig({
  // Relative, so that the built site works from any path on any static host.
  base: './',
  plugins: [security(), react(), models(root), wasmFiles(root)],
  worker: { format: 'es' },
  server: { port, strictPort: true },
  preview: { port, strictPort: true },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: ['index.html', 'bench/index.html'].map((page) => root + page) },
  },
});
