import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

export interface PlainHost {
  /** Address of the site's folder. */
  readonly url: string;
  /** Pulls the plug: open connections end too. */
  readonly stop: () => Promise<void>;
}

/**
 * The simplest host there is: files below a path, no headers but their type.
 * @param folders where files are looked for, the first one first
 */
export async function plainHost(path: string, folders: readonly string[]): Promise<PlainHost> {
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const name = normalize(pathname).replace(path, '');
      const file = pathname.startsWith(path) && !name.includes('..') ? await find(folders, name) : null;
      if (!file) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      createReadStream(file).pipe(response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}${path}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function find(folders: readonly string[], name: string): Promise<string | null> {
  for (const folder of folders) {
    const file = join(folder, name === '' || name.endsWith('/') ? `${name}index.html` : name);
    if ((await stat(file).catch(() => null))?.isFile()) return file;
  }
  return null;
}
