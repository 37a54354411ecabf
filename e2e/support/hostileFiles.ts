import { deflateSync } from 'node:zlib';

import { zipSync } from 'fflate';

import { writeChunks } from '../../src/core/png/chunks.ts';
import { writeInternationalText } from '../../src/core/png/internationalText.ts';
import type { DroppedFile } from './drop.ts';

/** Files that somebody made to do harm, dropped together, and what the page says of them. */
export interface HostileDrop {
  readonly files: readonly DroppedFile[];
  readonly told: RegExp;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const MARKUP = '<img src=x onerror="window.injected=true">';
/** JSON.parse makes an own property of it; what copies it carelessly, the prototype of everything. */
const POLLUTION = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';

const file = (name: string, data: Uint8Array, type = ''): DroppedFile => ({ name, type, data });
const json = (name: string, text: string) => file(name, utf8(text), 'application/json');

/** What readers of each kind are given by somebody who means no good. */
export function hostileFiles(): readonly HostileDrop[] {
  const alone: readonly (readonly [DroppedFile, RegExp])[] = [
    [file('bomb.zip', zipThatClaims(2 ** 31)), /expands to more than 1 GiB/],
    [file('history.zip', archive()), /history cannot be read/],
    [file('bomb.png', png(64, 64, new Uint8Array(2 ** 26))), /PNG is damaged/],
    [
      file('huge.png', png(60_000, 60_000, new Uint8Array(64))),
      /60000 x 60000.*at most|the most that is read/,
    ],
    [file('endless-text.png', pngWithRun(' '.repeat(2 ** 26))), /cannot be expanded, or is far too large/],
    [file('prototype.png', pngWithRun(`{${POLLUTION},"version":1}`)), /run record cannot be used/],
    [json('run.json', `{${POLLUTION},"version":1,"tokens":[1],"settings":{}}`), /run record cannot be used/],
    [json('deep.json', '['.repeat(200_000)), /deep\.json is not sound JSON/],
    [json('model.json', `{"format":"tessera-model",${POLLUTION},"version":1}`), /model\.json is not valid/],
    [file('far.safetensors', headerOf(2n ** 60n)), /safetensors file is not valid/],
    [file('runs.ckpt', legacyPickle()), /posix\.system/],
    [file(`${MARKUP}.txt`, utf8('Dear reader'), 'text/plain'), /is nothing that Tessera opens/],
  ];
  const withYaml = [file('net.safetensors', headerOf(54n)), file('laughs.yaml', utf8(billionLaughs()))];
  return [
    ...alone.map(([one, told]) => ({ files: [one], told })),
    { files: withYaml, told: /Excessive alias count/ },
  ];
}

/** A person who is nowhere, for a model of poses. */
export const NOWHERE: HostileDrop = {
  files: [json('pose.json', `{${POLLUTION},"width":64,"height":64,"keypoints":${nowhere()}}`)],
  told: /pose\.json has a joint at .* lies in no picture/,
};

/** Hashes of links that no Tessera wrote. */
export const HOSTILE_LINKS: readonly (readonly [hash: string, told: RegExp])[] = [
  ['#/s/99.AAAA', /version 99/],
  [`#/s/${encodeURIComponent(MARKUP)}`, /cut off or damaged/],
  [`#/s/1.${'A'.repeat(9000)}`, /cut off or damaged/],
];

/** A zip whose one file says that it expands to so many bytes. */
function zipThatClaims(bytes: number): Uint8Array {
  const zip = zipSync({ 'a.png': new Uint8Array(64) });
  const view = new DataView(zip.buffer);
  for (let at = 0; at + 46 < zip.length; at++) {
    // Offsets of the expanded size in the directory's entry and in the file's header (APPNOTE 4.3.12, 4.3.7).
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, bytes, true);
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, bytes, true);
  }
  return zip;
}

/** A history whose list leads out of the archive. */
function archive(): Uint8Array {
  const run = '{"file":"../../../etc/passwd.png","createdAt":0,"starred":true}';
  return zipSync({
    'tessera-history.json': utf8(`{"format":"tessera-history","version":1,"runs":[${run}],${POLLUTION}}`),
  });
}

/** A gray PNG of 8 bits whose pixels expand to `pixels`, whatever its header says. */
function png(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  return writeChunks([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: deflateSync(pixels, { level: 9 }) },
    { type: 'IEND', data: new Uint8Array() },
  ]);
}

function pngWithRun(text: string): Uint8Array {
  const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0);
  return writeChunks([
    { type: 'IHDR', data: header },
    writeInternationalText({
      keyword: 'tessera-run',
      compressed: true,
      text: deflateSync(utf8(text), { level: 9 }),
    }),
    { type: 'IDAT', data: deflateSync(new Uint8Array(2)) },
    { type: 'IEND', data: new Uint8Array() },
  ]);
}

function nowhere(): string {
  return JSON.stringify(Array.from({ length: 18 }, (_, i) => [i % 2 ? 1e308 : -1e308, i, 1]));
}

/** The beginning of a safetensors file whose header has so many bytes. */
function headerOf(bytes: bigint): Uint8Array {
  const file = new Uint8Array(64);
  new DataView(file.buffer).setBigUint64(0, bytes, true);
  file.set(utf8('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'), 8);
  return file;
}

/** torch's container of old: a magic number, and then a pickle that would run a command. */
function legacyPickle(): Uint8Array {
  const magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
  const protocol = [0x80, 2, 0x4d, 0xe9, 0x03, 0x2e];
  const machine = [0x80, 2, ...utf8('}X\x0d\0\0\0little_endian'), 0x88, ...utf8('s.')];
  const system = [0x80, 2, ...utf8('cposix\nsystem\nX\x04\0\0\0true'), 0x85, ...utf8('R.')];
  return Uint8Array.from([...magic, ...protocol, ...machine, ...system, ...new Uint8Array(64)]);
}

/** Nine lists of nine of the one before: a billion where each is written out. */
function billionLaughs(): string {
  const lists = Array.from(
    { length: 9 },
    (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
  );
  return `l0: &l0 ha\n${lists.join('\n')}\nmodel: *l9\n`;
}
