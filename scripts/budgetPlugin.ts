import { gzipSync } from 'node:zlib';

import type { Plugin } from 'vite';

import { fetchedAtOnce, type SiteFiles } from './siteFiles.ts';

/** Bytes, compressed, of what opening the page fetches, besides tfjs, weights and pictures. */
const MOST_SHELL_BYTES = 400_000;

/** tfjs's chunks by name, so that they can be told apart. */
export function chunkFileNames({ moduleIds }: { readonly moduleIds: readonly string[] }): string {
  const isTfjs = moduleIds.some((id) => id.includes('/@tensorflow/'));
  return isTfjs ? 'assets/tfjs-[name]-[hash].js' : 'assets/[name]-[hash].js';
}

/** Compressed bytes of every script, style and page that opening `page` fetches, tfjs left out. */
export function shellSizes(files: SiteFiles, page: string): ReadonlyMap<string, number> {
  const own = fetchedAtOnce(files, page).filter(
    (path) => /\.(html|js|css)$/.test(path) && !path.startsWith('assets/tfjs-'),
  );
  return new Map(own.map((path) => [path, gzipSync(files.get(path) ?? '', { level: 9 }).length]));
}

/** A build whose shell has outgrown its budget fails, and says what takes the room. */
export function budget(most = MOST_SHELL_BYTES): Plugin {
  return {
    name: 'tessera-budget',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = new Map(
          Object.values(bundle).map((one) => [one.fileName, one.type === 'chunk' ? one.code : one.source]),
        );
        const sizes = shellSizes(files, 'index.html');
        const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
        if (total <= most) return;
        const list = [...sizes].sort(([, a], [, b]) => b - a).map(([path, bytes]) => `  ${bytes} ${path}`);
        this.error(
          `shell-over-budget: opening the page fetches ${total} bytes (gzip) besides tfjs; at most ${most} are allowed. ` +
            `Load what is not needed at once with import().\n${list.join('\n')}`,
        );
      },
    },
  };
}
