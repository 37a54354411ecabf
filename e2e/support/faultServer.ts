import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Spoil } from './spoiltModels.ts';

/** An answer that is not the file as it is. `from` is what the request's Range asks to begin at, 0 without one. */
export type Fault = (response: ServerResponse, file: Buffer, from: number) => void;

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'range',
  // Without it a page may not see where an answer begins, and starts anew (docs/hosting.md).
  'access-control-expose-headers': 'content-range',
};

/** A model of which one file is changed, and announced as it is then. */
export interface SpoiltModel {
  /** Of the sound model. */
  readonly folder: string;
  readonly file: string;
  readonly change: Spoil;
}

/** A real server on another host, whose lines break, lie and stand still as they are told. */
export class FaultServer {
  readonly log: { readonly path: string; readonly range: string | null }[] = [];
  /** By end of the path; a fault stays until it is taken away, unless it is `once`. */
  readonly faults = new Map<string, Fault>();

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    private readonly spoilt: Readonly<Record<string, SpoiltModel>>,
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  /**
   * @param folder served with all that is in it
   * @param spoilt further folders, by their path
   */
  static async start(
    folder: string,
    spoilt: Readonly<Record<string, SpoiltModel>> = {},
  ): Promise<FaultServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    return new FaultServer(server, folder, spoilt);
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Ranges that were asked of a file, null for the whole. */
  ranges(end: string): (string | null)[] {
    return this.log.filter(({ path }) => path.endsWith(end)).map(({ range }) => range);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.url).pathname.slice(1);
    const range = request.headers.range ?? null;
    if (request.method === 'OPTIONS') {
      response.writeHead(204, CORS).end();
      return;
    }
    this.log.push({ path, range });
    const file = await this.read(path).catch(() => null);
    if (!file) {
      response.writeHead(404, CORS).end();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const fault = [...this.faults].find(([end]) => path.endsWith(end))?.[1];
    (fault ?? sound)(response, file, from);
  }

  private async read(path: string): Promise<Buffer> {
    const change = Object.entries(this.spoilt).find(([prefix]) => path.startsWith(prefix));
    if (!change) return readFile(join(this.folder, path));
    const [prefix, { folder, file, change: spoil }] = change;
    const name = path.slice(prefix.length);
    if (name !== file && name !== 'model.json') return readFile(join(folder, name));
    const whole = await readFile(join(folder, file));
    if (name === file) return spoil(whole);
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const manifest = await readFile(join(folder, name), 'utf8');
    return Buffer.from(manifest.replace(digest(whole), digest(spoil(whole))));
  }
}

/** What a server without faults answers. */
const sound: Fault = (response, file, from) => begin(response, file, from).end(file.subarray(from));

function begin(response: ServerResponse, file: Buffer, from: number, told = from): ServerResponse {
  const length = { 'content-length': file.length - from, 'content-type': 'application/octet-stream' };
  const place = { 'content-range': `bytes ${told}-${file.length - 1}/${file.length}` };
  return response.writeHead(from > 0 ? 206 : 200, { ...CORS, ...length, ...(from > 0 && place) });
}

export const missing: Fault = (response) => response.writeHead(404, CORS).end();

export const webPage: Fault = (response) =>
  response.writeHead(200, { ...CORS, 'content-type': 'text/html' }).end('<!doctype html><p>Sign in</p>');

export const altered: Fault = (response, file) => {
  const other = Buffer.from(file);
  other[other.length >> 1] ^= 1;
  sound(response, other, 0);
};

/** A JSON file in which some fields hold something else; fields of fields too. */
export const restated =
  (change: (value: Record<string, Record<string, unknown> | number>) => object): Fault =>
  (response, file) => {
    const value = JSON.parse(file.toString()) as Record<string, Record<string, unknown> | number>;
    sound(response, Buffer.from(JSON.stringify(change(value))), 0);
  };

export const short: Fault = (response, file) => sound(response, file.subarray(0, -9), 0);

/** The line breaks `bytes` further on. */
export const cutAfter =
  (bytes: number): Fault =>
  (response, file, from) => {
    // The rest of what was sent must have arrived before the line goes.
    begin(response, file, from).write(file.subarray(from, from + bytes), () => {
      setTimeout(() => response.destroy(), 200);
    });
  };

/** The line breaks so far into an earlier version of the file. */
export const earlierVersion =
  (bytes: number): Fault =>
  (response, file, from) => {
    const other = Buffer.from(file);
    other[bytes >> 1] ^= 1;
    cutAfter(bytes)(response, other, from);
  };

/** Nothing comes beyond this byte of the file, however often it is asked for, and the line stays open. */
export const stallAt =
  (byte: number): Fault =>
  (response, file, from) => {
    begin(response, file, from).flushHeaders();
    if (from < byte) response.write(file.subarray(from, byte));
  };

/** Says to begin at another place than was asked for, and does. */
export const elsewhere: Fault = (response, file, from) => {
  if (from === 0) sound(response, file, 0);
  else begin(response, file, from, from - 1).end(file.subarray(from));
};

/** One fault after the other, then none. */
export function inTurn(...faults: Fault[]): Fault {
  return (...answer) => (faults.shift() ?? sound)(...answer);
}
