/** One file over HTTP: checked while it streams, continued where the line broke. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ModelFile } from '../checkpoint/manifest.ts';
import { altered, checkLength } from '../checkpoint/verifyFile.ts';
import { TesseraError } from '../core/errors.ts';
import { cancelled, type StoreEnvironment } from './environment.ts';

export interface DownloadOptions {
  /** What an earlier attempt left of the file, and `onChunk` need not be told; empty where there is nothing. */
  readonly begun?: Uint8Array;
  readonly signal?: AbortSignal;
  /** A chunk arrived. */
  readonly onChunk: (bytes: Uint8Array) => Promise<void>;
  /** A new attempt begins: all that came before is void. */
  readonly onRestart: () => Promise<void>;
}

const ATTEMPTS = 3;
const MOST_ATTEMPTS = 50;
const FIRST_WAIT_MS = 500;
/** A line that gives nothing for so long is taken for broken. */
const IDLE_MS = 30_000;

/** A failure after which another attempt makes sense. */
class Broken extends Error {
  constructor(readonly reason: TesseraError) {
    super(reason.message);
  }
}

/** What has arrived is not the file: the next attempt begins at its first byte. */
class Altered extends Broken {}

/** What has arrived of a file, and its hash so far. */
interface Part {
  received: number;
  readonly hash: ReturnType<typeof sha256.create>;
}

/**
 * Streams a file through `onChunk`; when this returns, its length and SHA-256 are right. After a break only the rest is
 * asked for. No validator is sent with that: the hash of the whole is the judge, and a rest that does not fit makes the
 * file start anew.
 * @throws TesseraError `weights-missing`, `weights-not-weights`, `weights-truncated`, `weights-altered`,
 *   `network-failed`, `cancelled`, and what `onChunk` throws
 */
export async function download(
  url: string,
  file: ModelFile,
  environment: StoreEnvironment,
  options: DownloadOptions,
): Promise<void> {
  let part = begunPart(options.begun);
  const received = () => part?.received ?? 0;
  await withRetries(environment, options.signal, received, async (attempt) => {
    const from = part?.received ?? 0;
    const response = await request(url, file.path, environment, options.signal, attempt, from);
    if (!isAt(response, from)) {
      part = null;
      await response.body?.cancel().catch(() => undefined);
      throw new Broken(failed(file.path, 'the server sent another part than was asked for'));
    }
    if (part === null || response.status !== 206) {
      await options.onRestart();
      part = { received: 0, hash: sha256.create() };
    }
    try {
      await stream(response, file, part, options);
    } catch (error) {
      if (error instanceof Altered) part = null;
      throw error;
    }
  });
}

function begunPart(begun: Uint8Array | undefined): Part | null {
  return begun?.length ? { received: begun.length, hash: sha256.create().update(begun) } : null;
}

/** Whether the answer is the whole file, or the rest from `from` on as its Content-Range says. */
function isAt(response: Response, from: number): boolean {
  if (response.status === 416) return false;
  if (response.status !== 206) return true;
  return /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] === String(from);
}

/** A small text file (model.json). @throws as download */
export async function downloadText(
  url: string,
  path: string,
  environment: StoreEnvironment,
  signal: AbortSignal | undefined,
): Promise<string> {
  let text = '';
  await withRetries(
    environment,
    signal,
    () => 0,
    async (attempt) => {
      const response = await request(url, path, environment, signal, attempt);
      text = await response.text().catch((error: unknown) => Promise.reject(asBroken(error, path, signal)));
    },
  );
  return text;
}

/** Three attempts from each place that the file has reached, so that a poor line gets there in the end. */
async function withRetries(
  environment: StoreEnvironment,
  signal: AbortSignal | undefined,
  received: () => number,
  run: (attempt: number) => Promise<void>,
): Promise<void> {
  let reached = 0;
  for (let attempt = 1, inVain = 1; ; attempt++, inVain++) {
    if (signal?.aborted) throw cancelled();
    try {
      return await run(attempt);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      if (received() > reached) inVain = 1;
      reached = Math.max(reached, received());
      if (inVain >= ATTEMPTS || attempt >= MOST_ATTEMPTS) throw error.reason;
      await environment.wait(FIRST_WAIT_MS * 3 ** (inVain - 1), signal);
    }
  }
}

async function request(
  url: string,
  path: string,
  environment: StoreEnvironment,
  signal: AbortSignal | undefined,
  attempt: number,
  from = 0,
): Promise<Response> {
  // what an HTTP cache holds may be what was wrong
  const cache: RequestCache = attempt === 1 ? 'default' : 'reload';
  const response = await environment
    .fetch(url, {
      signal,
      cache,
      credentials: 'same-origin',
      ...(from > 0 && { headers: { Range: `bytes=${from}-` } }),
    })
    .catch((error: unknown) => Promise.reject(asBroken(error, path, signal)));
  if (response.status === 429 || response.status >= 500)
    throw new Broken(failed(path, `the server said ${response.status}`));
  if (!response.ok && !(from > 0 && response.status === 416)) {
    throw new TesseraError(
      'weights-missing',
      `${path} is not at ${url} (the server said ${response.status})`,
      'check the address of the model',
    );
  }
  if (/text\/html/i.test(response.headers.get('content-type') ?? '')) throw webPage(path);
  return response;
}

async function stream(
  response: Response,
  file: ModelFile,
  part: Part,
  options: DownloadOptions,
): Promise<void> {
  const reader = response.body?.getReader();
  try {
    while (reader) {
      const { done, value } = await nextChunk(reader, file.path, options.signal);
      if (options.signal?.aborted) throw cancelled();
      if (done) break;
      if (part.received === 0 && looksLikePage(value)) throw webPage(file.path);
      if (part.received + value.byteLength > file.bytes) checkLength(file, part.received + value.byteLength);
      part.received += value.byteLength;
      part.hash.update(value);
      await options.onChunk(value);
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
  try {
    checkLength(file, part.received);
  } catch (error) {
    throw new Broken(error as TesseraError);
  }
  if (bytesToHex(part.hash.digest()) !== file.sha256) throw new Altered(altered(file));
}

type Chunk = ReadableStreamReadResult<Uint8Array>;

async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Chunk> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Broken(failed(path, 'nothing came for 30 seconds'))), IDLE_MS);
  });
  try {
    return await Promise.race([reader.read(), idle]);
  } catch (error) {
    throw asBroken(error, path, signal);
  } finally {
    clearTimeout(timer);
  }
}

function looksLikePage(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function asBroken(error: unknown, path: string, signal: AbortSignal | undefined): Error {
  if (signal?.aborted) return cancelled();
  if (error instanceof Broken) return error;
  return new Broken(failed(path, error instanceof Error ? error.message : String(error)));
}

function failed(path: string, why: string): TesseraError {
  return new TesseraError(
    'network-failed',
    `${path} could not be downloaded (${why})`,
    'check the connection and try again; what is complete is kept',
  );
}

function webPage(path: string): TesseraError {
  return new TesseraError(
    'weights-not-weights',
    `where ${path} should be the server gives a web page`,
    'check the address of the model',
  );
}
