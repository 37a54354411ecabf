/**
 * What the site may load and run, in one place: the dev and preview servers send it, the build writes it into the page
 * and into `_headers`, and docs/hosting.md shows it (tests/scripts/securityPolicy.test.ts holds them together).
 */
type Policy = Readonly<Record<string, string>>;

const text = (policy: Policy) =>
  Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ');

/** `data:` and `blob:` are no network: what the page holds already. */
const PAGE: Policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self' data: blob:",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'object-src': "'none'",
};

/** No string becomes a script: a name in a model or a file cannot smuggle one in. */
const TRUSTED_TYPES: Policy = {
  'require-trusted-types-for': "'script'",
  'trusted-types': 'default',
};

/** Cannot be said in the page itself. */
const FRAMES: Policy = { 'frame-ancestors': "'none'" };

/**
 * Workers have their own policy, that of their script's response. They compile tfjs's WebAssembly, and they alone may
 * reach other hosts: those whose address the person has typed or agreed to (docs/hosting.md).
 */
const WORKER: Policy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'connect-src': "'self' data: blob: https: http://localhost:*",
  'worker-src': "'self'",
};

/** For `<meta http-equiv>`. */
export const PAGE_META = text({ ...PAGE, ...TRUSTED_TYPES });
export const PAGE_HEADER = text({ ...PAGE, ...TRUSTED_TYPES, ...FRAMES });
export const WORKER_HEADER = text(WORKER);

/** The dev server writes a few inline scripts and styles of its own, each with this nonce. */
export function devHeader(nonce: string): string {
  const own = `'self' 'nonce-${nonce}'`;
  return text({ ...PAGE, ...FRAMES, 'script-src': own, 'style-src': own });
}

/** Sent with everything. */
export const OTHER_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** The script of a worker, as the dev server and the build name them. */
export function isWorkerScript(url: string): boolean {
  return /[?&]worker_file\b/.test(url) || /\/assets\/(worker|importWorker)-[\w-]+\.js(\?|$)/.test(url);
}

/** Pages under every address that hosts serve them from. */
const PAGES = ['/', '/index.html', '/bench/', '/bench/index.html'];
/** May be kept, and is asked about before it is used. */
const NEWEST = '  Cache-Control: no-cache';

/** The file `_headers` that several static hosts read. */
export function headersFile(): string {
  const lines = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return [
    '/*',
    ...lines(OTHER_HEADERS),
    ...PAGES.flatMap((page) => [page, `  Content-Security-Policy: ${PAGE_HEADER}`, NEWEST]),
    '/sw.js',
    NEWEST,
    '/manifest.webmanifest',
    NEWEST,
    // Their names hold the hash of their content.
    '/assets/*',
    '  Cache-Control: public, max-age=31536000, immutable',
    '/assets/worker-*',
    `  Content-Security-Policy: ${WORKER_HEADER}`,
    '/assets/importWorker-*',
    `  Content-Security-Policy: ${WORKER_HEADER}`,
    '',
  ].join('\n');
}
