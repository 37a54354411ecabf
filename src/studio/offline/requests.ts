/** Files of one build, as scripts/offlinePlugin.ts writes them into the service worker. Paths relative to the scope. */
export interface ShellFiles {
  /** Changes whenever any file does. */
  readonly version: string;
  /** What the page cannot start without: kept at once. The empty path is the page itself. */
  readonly core: readonly string[];
  /** Kept once they have been asked for. */
  readonly others: readonly string[];
}

/** How the service worker answers: from the kept page, from the kept file, from the network while there is one. */
type Answer = 'page' | 'file' | 'network-first' | 'other-page';

/** Lists and descriptions of models: small, and the newest counts. Weights are never kept here, the browser's file system has them. */
const MODEL_FACTS = /^models\/(?:[\w.-]+\/)?[\w.-]+\.json$/;

type Asked = Pick<Request, 'method' | 'url' | 'mode'>;

/**
 * What a request is answered with; null leaves it to the browser, as if there were no service worker.
 * @param scope address of the site's folder, with a trailing slash
 */
export function answerFor(
  { method, url, mode }: Asked,
  scope: string,
  files: ReadonlySet<string>,
): Answer | null {
  if (method !== 'GET' || !url.startsWith(scope)) return null;
  const { pathname, search } = new URL(url);
  const path = pathname.slice(new URL(scope).pathname.length);
  if (mode === 'navigate') return path === '' || path === 'index.html' ? 'page' : 'other-page';
  if (search !== '') return null;
  if (files.has(path)) return 'file';
  return MODEL_FACTS.test(path) ? 'network-first' : null;
}

/** Whether a file's name holds the hash of its content, so that it never changes. */
export function isHashed(path: string): boolean {
  return /^assets\/.+-[\w-]{8}\.\w+$/.test(path);
}
