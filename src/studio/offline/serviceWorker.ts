/**
 * Keeps the page for visits without a network: the files of one build in one cache, replaced as a whole by the next
 * build. A build is never mixed with another, so the page that is open goes on with its own files until it is reloaded.
 */
import { answerFor, isHashed, type ShellFiles } from './requests.ts';

declare const self: ServiceWorkerGlobalScope;

const shell = JSON.parse('__TESSERA_SHELL__') as ShellFiles;
const { scope } = self.registration;
// Caches belong to the origin: two sites under different paths of one host must leave each other's alone.
const OURS = `tessera-shell ${new URL(scope).pathname} `;
const SHELL = OURS + shell.version;
const MODEL_FACTS = `tessera-models ${new URL(scope).pathname}`;
const files: ReadonlySet<string> = new Set([...shell.core, ...shell.others]);
/** Servers vary their answers by headers that make no difference to us. */
const MATCH: CacheQueryOptions = { ignoreVary: true };

self.addEventListener('install', (event) => event.waitUntil(keepCore()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  switch (answerFor(request, scope, files)) {
    case 'page':
      event.respondWith(kept(scope, request));
      return;
    case 'file':
      event.respondWith(kept(request.url, request));
      return;
    case 'network-first':
      event.respondWith(newest(request));
      return;
    case 'other-page':
      event.respondWith(fetch(request).catch(() => Response.redirect(scope)));
      return;
    case null:
      return;
  }
});

async function keepCore(): Promise<void> {
  const cache = await caches.open(SHELL);
  await Promise.all(
    shell.core.map(async (path) => {
      const url = new URL(path, scope).href;
      // A hashed name may still be there from the build before; all others are asked for anew.
      const known = isHashed(path) ? await caches.match(url, MATCH) : undefined;
      const response = known ?? (await fetch(url, { cache: isHashed(path) ? 'default' : 'reload' }));
      if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
      await cache.put(url, withoutRedirect(response));
    }),
  );
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(url: string, request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const known = await cache.match(url, MATCH);
  if (known) return known;
  const response = await fetch(request);
  if (response.status === 200) keep(cache, url, withoutRedirect(response.clone()));
  return response;
}

async function newest(request: Request): Promise<Response> {
  const cache = await caches.open(MODEL_FACTS);
  try {
    const response = await fetch(request);
    if (response.status === 200) keep(cache, request.url, response.clone());
    return response;
  } catch (error) {
    const known = await cache.match(request.url, MATCH);
    if (known) return known;
    throw error;
  }
}

/** A full disk costs the copy, not the answer. */
function keep(cache: Cache, url: string, response: Response): void {
  void cache.put(url, response).catch(() => undefined);
}

/** Browsers refuse a redirected answer to a navigation, and some hosts redirect to a nicer address. */
function withoutRedirect(response: Response): Response {
  if (!response.redirected) return response;
  const { body, status, headers } = response;
  return new Response(body, { status, headers });
}
