import { deflateSync } from 'node:zlib';

import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';

import { indexedPng } from '../../../src/studio/files/indexedPng.ts';
import { openZip } from '../../../src/studio/files/openZip.ts';
import { recognise } from '../../../src/studio/files/recognise.ts';
import { packStudio, type StudioPart } from '../../../src/studio/files/runPackage.ts';
import { writeTesseraPng } from '../../../src/studio/files/tesseraPng.ts';
import { unzipAtMost } from '../../../src/studio/files/unzip.ts';
import { aLayout, aPackage, aRecord, LABELS } from '../../support/aRun.ts';

const bytes = (...values: number[]) => Uint8Array.from([...values, ...Array<number>(80).fill(0)]);
const text = (value: string) => new TextEncoder().encode(value);
const file = (data: Uint8Array<ArrayBuffer> | string, name = 'file') => new File([data], name);
const colour = encode({ width: 8, height: 8, channels: 3, data: new Uint8Array(192).fill(7) });
const gray = (values: (i: number) => number) =>
  encode({
    width: 32,
    height: 32,
    channels: 1,
    data: Uint8Array.from({ length: 1024 }, (_, i) => values(i)),
  });
const record = JSON.stringify({ ...aRecord(), studio: packStudio(aPackage().studio as StudioPart) });

describe('recognise', () => {
  const cases: [string, File, object][] = [
    [
      'a picture of ours',
      file(writeTesseraPng(colour, aPackage())),
      { kind: 'run', picture: true, held: aPackage() },
    ],
    ['a run record', file(record, 'run.json'), { kind: 'run', picture: false, held: aPackage() }],
    [
      'a record of the command',
      file(JSON.stringify(aRecord())),
      { kind: 'run', held: aPackage({ studio: null }) },
    ],
    ['a layout of ours', file(indexedPng(aLayout().map, LABELS)), { kind: 'label-map' }],
    ['a gray label map', file(new Uint8Array(gray((i) => i % 11))), { kind: 'label-map' }],
    ['a gray photo', file(new Uint8Array(gray((i) => i % 256))), { kind: 'picture' }],
    ['a colour PNG', file(new Uint8Array(colour)), { kind: 'picture' }],
    ['a JPEG', file(bytes(0xff, 0xd8, 0xff, 0xe0)), { kind: 'picture' }],
    ['a WebP', file(text('RIFF....WEBPVP8 ')), { kind: 'picture' }],
    ['an AVIF', file(text('....ftypavif....')), { kind: 'picture' }],
    [
      'a torch zip',
      file(text(`PK\x03\x04${'.'.repeat(26)}archive/data.pkl`), 'model'),
      { kind: 'checkpoint' },
    ],
    ['a torch file by its name', file(text('PK\x03\x04'), 'last.ckpt'), { kind: 'checkpoint' }],
    ['an old torch file', file(bytes(0x80, 2, 0x8a), 'model'), { kind: 'checkpoint' }],
    ['a safetensors file', file(bytes(9, 0, 0, 0, 0, 0, 0, 0, 0x7b), 'model'), { kind: 'checkpoint' }],
    ['a YAML beside it', file(text('model:\n  target: x'), 'a.yaml'), { kind: 'checkpoint' }],
    ['a model folder', file('{"format":"tessera-model"}', 'model.json'), { kind: 'checkpoint' }],
    ['an archive', file(text('PK\x03\x04'), 'tessera-history.zip'), { kind: 'zip' }],
  ];
  it.each(cases)('sees %s by its bytes', async (_, given, expected) => {
    expect(await recognise(given)).toMatchObject(expected);
  });

  const refused: [string, File, string][] = [
    ['an empty file', file(''), 'file-empty'],
    ['a text', file(text('Dear reader'), 'a.txt'), 'file-unknown'],
    ['a PDF', file(text('%PDF-1.7'), 'a.pdf'), 'file-unknown'],
    ['some other JSON', file('{"tokens":[1]}', 'a.json'), 'file-unknown'],
    ['JSON that is cut off', file('{"tokens":[1', 'a.json'), 'json-damaged'],
    ['a record of another version', file(record.replace('"version":1', '"version":7')), 'record-version'],
    ['a PNG cut off', file(colour.slice(0, 60)), 'png-damaged'],
  ];
  it.each(refused)('refuses %s by name', async (_, given, code) => {
    await expect(recognise(given)).rejects.toMatchObject({ code });
  });
});

describe('openZip', () => {
  const opened: string[] = [];
  const takers = {
    history: () => Promise.resolve(void opened.push('history')),
    file: ({ name }: File) => Promise.resolve(void opened.push(name)),
  };

  it('opens the picture of a run’s archive, and knows a history', async () => {
    const names = ['tessera-1-8x8-layout.png', 'tessera-1-8x8.png', 'tessera-1-8x8.json'];
    const run = zipSync(Object.fromEntries(names.map((name) => [name, text('x')])));
    await openZip(file(run, 'a.zip'), takers);
    await openZip(file(zipSync({ 'tessera-history.json': text('{}') })), takers);
    expect(opened).toEqual(['tessera-1-8x8.png', 'history']);
  });

  it('refuses archives of other things, and damaged ones', async () => {
    await expect(openZip(file(zipSync({ 'a.txt': text('x') })), takers)).rejects.toMatchObject({
      code: 'zip-unknown',
    });
    await expect(openZip(file(text('PK\x03\x04 nothing')), takers)).rejects.toMatchObject({
      code: 'zip-damaged',
    });
  });
});

describe('unzipAtMost', () => {
  it('refuses a bomb by what its directory says', async () => {
    // Forty entries that claim 32 MiB each. What they hold cannot be expanded: that would be another refusal.
    const noise = Buffer.alloc(64, 0xff);
    await expect(unzipAtMost(overlapping(noise, 2 ** 25, 40))).rejects.toMatchObject({
      code: 'zip-too-large',
    });
  });

  it('gives no more than a file says that it has', async () => {
    const zeros = deflateSync(Buffer.alloc(2 ** 20));
    const found = await unzipAtMost(overlapping(zeros, 10, 1)).catch(() => new Map<string, Uint8Array>());
    for (const data of found.values()) expect(data.length).toBeLessThanOrEqual(10);
  });
});

/** A zip whose entries all show the same zlib stream, with whatever size they claim. */
function overlapping(zlib: Buffer, claimed: number, entries: number): Uint8Array {
  const raw = zlib.subarray(2, -4);
  const header = (name: string, central: boolean) => {
    const fields = Buffer.alloc(central ? 46 : 30);
    fields.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
    const at = central ? 10 : 8;
    fields.writeUInt16LE(8, at);
    fields.writeUInt32LE(raw.length, at + 10);
    fields.writeUInt32LE(claimed, at + 14);
    fields.writeUInt16LE(name.length, at + 18);
    return Buffer.concat([fields, Buffer.from(name)]);
  };
  const local = Buffer.concat([header('0.png', false), raw]);
  const directory = Buffer.concat(Array.from({ length: entries }, (_, i) => header(`${i}.png`, true)));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return new Uint8Array(Buffer.concat([local, directory, end]));
}
