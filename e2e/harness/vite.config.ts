import { createReadStream, existsSync } from 'node:fs';
import { join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const project = resolve(here, '../..');
const goldens = resolve(process.env.TESSERA_GOLDENS ?? join(project, '../shared/goldens'));

/** Serves the harness page and, under /goldens/, the reference's recorded numbers. */
export default defineConfig({
  root: here,
  // No reloads: a page that is computing must not be navigated away by an edit.
  server: {
    port: Number(process.env.PORT),
    strictPort: true,
    fs: { allow: [project] },
    hmr: false,
    watch: null,
  },
  optimizeDeps: { include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu'] },
  cacheDir: join(project, 'test-results/vite'),
  plugins: [
    {
      name: 'goldens',
      configureServer(server) {
        server.middlewares.use('/goldens/', (request, response, next) => {
          const path = join(goldens, normalize(decodeURIComponent(request.url ?? '/')));
          if (!path.startsWith(goldens + sep) || !existsSync(path)) return next();
          response.setHeader('content-type', 'application/octet-stream');
          createReadStream(path).pipe(response);
        });
      },
    },
  ],
});
