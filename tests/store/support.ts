import { createHash } from 'node:crypto';
import { type ByteSource, memoryBytes } from '../../src/checkpoint/bytes.ts';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import type { StoreDirectory } from '../../src/store/directory.ts';
import type { StoreEnvironment } from '../../src/store/environment.ts';

/** A directory in memory that can be told to refuse writes, as a full or locked disk does. */
export class MemoryDirectory implements StoreDirectory {
  readonly files = new Map<string, Uint8Array>();
  readonly folders = new Map<string, MemoryDirectory>();
  /** What the next attempts to write are refused with, as by a lock. */
  readonly refusals: Error[] = [];
  /** Bytes that may still be written here and below; shared with subdirectories. */
  constructor(readonly room = { bytes: Infinity }) {}

  directory(name: string, create: boolean) {
    if (create && !this.folders.has(name)) this.folders.set(name, new MemoryDirectory(this.room));
    return Promise.resolve(this.folders.get(name) ?? null);
  }

  directories() {
    return Promise.resolve([...this.folders.keys()]);
  }

  read(name: string): Promise<ByteSource | null> {
    const bytes = this.files.get(name);
    return Promise.resolve(bytes ? memoryBytes(bytes) : null);
  }

  write(name: string, from = 0) {
    const refusal = this.refusals.shift();
    if (refusal) return Promise.reject(refusal);
    this.files.set(name, this.files.get(name)?.slice(0, from) ?? new Uint8Array(0));
    return Promise.resolve({
      write: (bytes: Uint8Array) => {
        this.room.bytes -= bytes.byteLength;
        if (this.room.bytes < 0) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
        const before = this.files.get(name) as Uint8Array;
        this.files.set(name, Uint8Array.from(Buffer.concat([before, bytes])));
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  }

  remove(name: string) {
    this.files.delete(name);
    this.folders.delete(name);
    return Promise.resolve();
  }
}

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly range?: string;
  /** Chunks; `Error` breaks the line there. */
  readonly chunks: readonly (Uint8Array | Error)[];
}

export const HOST = 'https://models.example/landscapes/';

/** A server with one model folder, whose answers a test may replace or queue. */
export class FakeServer {
  readonly requests: { path: string; cache: RequestCache | undefined; range: string | null }[] = [];
  /** Whether it knows about ranges. */
  ranges = true;
  readonly queued = new Map<string, (Answer | Error)[]>();
  readonly waits: number[] = [];
  private readonly locks = new Map<string, Promise<unknown>>();
  offline = false;
  free: number | null = null;
  private clock = 0;

  constructor(
    readonly files: Map<string, Uint8Array>,
    readonly root: MemoryDirectory | null = new MemoryDirectory(),
  ) {}

  readonly environment: StoreEnvironment = {
    fetch: (url, init) => {
      const path = url.slice(HOST.length);
      const range = new Headers(init.headers).get('range');
      this.requests.push({ path, cache: init.cache, range });
      if (init.signal?.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'));
      if (this.offline || !url.startsWith(HOST)) return Promise.reject(new TypeError('Failed to fetch'));
      const answer = this.queued.get(path)?.shift() ?? this.plain(path, range);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(response(answer));
    },
    root: () => Promise.resolve(this.root),
    freeBytes: () => Promise.resolve(this.free),
    alone: async (name, work) => {
      const before = this.locks.get(name) ?? Promise.resolve();
      const result = before.then(work);
      this.locks.set(
        name,
        result.catch(() => undefined),
      );
      return result;
    },
    now: () => (this.clock += 60),
    wait: (milliseconds) => {
      this.waits.push(milliseconds);
      return Promise.resolve();
    },
  };

  private plain(path: string, range: string | null): Answer {
    const bytes = this.files.get(path);
    if (!bytes) return { status: 404, chunks: [] };
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (this.ranges && from > 0) {
      return {
        status: 206,
        range: `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
        chunks: [bytes.subarray(from)],
      };
    }
    const half = Math.floor(bytes.length / 2);
    return { chunks: [bytes.subarray(0, half), bytes.subarray(half)] };
  }
}

function response({ status = 200, type = 'application/octet-stream', range, chunks }: Answer): Response {
  const queue = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = queue.shift();
      if (next instanceof Error) controller.error(next);
      else if (next) controller.enqueue(next);
      else controller.close();
    },
  });
  return new Response(body, {
    status,
    headers: { 'content-type': type, ...(range && { 'content-range': range }) },
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A manifest for arbitrary files, and the files of the folder. */
export function folderOf(contents: Readonly<Record<string, Uint8Array>>): {
  manifest: Manifest;
  files: Map<string, Uint8Array>;
} {
  const manifest: Manifest = {
    format: 'tessera-model',
    version: 1,
    id: 'landscapes',
    name: 'Landscapes',
    description: '',
    license: 'MIT',
    source: '',
    trainedOn: '',
    imageStage: null,
    conditioning: [],
    transformer: null,
    files: Object.entries(contents).map(([path, bytes]) => ({
      path,
      bytes: bytes.length,
      sha256: sha256(bytes),
    })),
    dtype: 'f32',
  };
  const files = new Map(Object.entries(contents));
  files.set('model.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return { manifest, files };
}
