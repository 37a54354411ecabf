import { crc32 } from 'node:zlib';

import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';

import { insertChunks, readChunks, writeChunks } from '../../src/core/png/chunks.ts';
import { readInternationalText, writeInternationalText } from '../../src/core/png/internationalText.ts';

const PICTURE = encode({
  width: 3,
  height: 2,
  channels: 3,
  data: Uint8Array.from({ length: 18 }, (_, i) => i),
});

/** A chunk with any length field and any CRC. */
function rawChunk(type: string, data: Uint8Array, lie: { length?: number; crc?: number } = {}): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(lie.length ?? data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(lie.crc ?? crc32(body), body.length + 4);
  return chunk;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEADER = rawChunk('IHDR', new Uint8Array(13));
const END = rawChunk('IEND', new Uint8Array());

describe('readChunks', () => {
  it('reads what an independent encoder wrote, and writes it back byte for byte', () => {
    const chunks = readChunks(PICTURE);
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect(writeChunks(chunks)).toEqual(Uint8Array.from(PICTURE));
  });

  it('puts further chunks after the header and leaves the picture alone', () => {
    const added = { type: 'teSt', data: Uint8Array.of(1, 2, 3) };
    const chunks = readChunks(insertChunks(PICTURE, [added]));
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'teSt', 'IDAT', 'IEND']);
    expect([...chunks[1].data]).toEqual([1, 2, 3]);
  });

  it('ignores what follows the end', () => {
    expect(readChunks(Buffer.concat([PICTURE, Buffer.alloc(50, 1)]))).toHaveLength(3);
  });

  const hostile: [string, Uint8Array, string][] = [
    ['another file', Buffer.from('GIF89a and more'), 'png-not-png'],
    ['nothing at all', new Uint8Array(), 'png-not-png'],
    ['a signature alone', SIGNATURE, 'png-damaged'],
    ['no end', Buffer.concat([SIGNATURE, HEADER]), 'png-damaged'],
    [
      'a wrong checksum',
      Buffer.concat([SIGNATURE, rawChunk('IHDR', new Uint8Array(13), { crc: 1 }), END]),
      'png-damaged',
    ],
    [
      'a chunk of 4 GiB',
      Buffer.concat([SIGNATURE, HEADER, rawChunk('iTXt', new Uint8Array(9), { length: 0xffffffff }), END]),
      'png-damaged',
    ],
    [
      'a name that is none',
      Buffer.concat([SIGNATURE, rawChunk('IH\0R', new Uint8Array(13)), END]),
      'png-damaged',
    ],
    [
      'another first chunk',
      Buffer.concat([SIGNATURE, rawChunk('IDAT', new Uint8Array(13)), END]),
      'png-damaged',
    ],
    [
      'a hundred thousand empty chunks',
      Buffer.concat([
        SIGNATURE,
        HEADER,
        ...Array<Buffer>(100_000).fill(rawChunk('teSt', new Uint8Array())),
        END,
      ]),
      'png-damaged',
    ],
  ];
  it.each(hostile)('refuses %s by name', (_, bytes, code) => {
    expect(() => readChunks(bytes)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('refuses every truncation and every flipped byte of the picture', () => {
    for (let length = 0; length < PICTURE.length; length++) {
      expect(() => readChunks(PICTURE.subarray(0, length)), `first ${length} bytes`).toThrow();
    }
    for (let at = 0; at < PICTURE.length; at++) {
      const bytes = Uint8Array.from(PICTURE);
      bytes[at] ^= 0x20;
      expect(() => readChunks(bytes), `byte ${at}`).toThrow();
    }
  });
});

describe('readInternationalText', () => {
  const text = { keyword: 'tessera-run', compressed: true, text: Uint8Array.of(7, 0, 9) };

  it('reads what was written', () => {
    expect(readInternationalText(writeInternationalText(text))).toEqual(text);
  });

  it('skips language and translated keyword', () => {
    const data = Buffer.from('key\0\0\0de\0Schlüssel\0Wort', 'utf8');
    const found = readInternationalText({ type: 'iTXt', data });
    expect(found).toMatchObject({ keyword: 'key', compressed: false });
    expect(Buffer.from(found?.text ?? []).toString()).toBe('Wort');
  });

  it.each([
    ['no keyword', '\0\0\0\0\0text'],
    ['no end of the keyword', 'keyword'],
    ['a keyword of 80 characters', `${'k'.repeat(80)}\0\0\0\0\0text`],
    ['an unknown compression', 'key\0\u0002\0\0\0text'],
    ['an unknown method', 'key\0\u0001\u0001\0\0text'],
    ['no end of the language', 'key\0\0\0de'],
    ['nothing after the keyword', 'key\0'],
  ])('gives null for %s', (_, data) => {
    expect(readInternationalText({ type: 'iTXt', data: Buffer.from(data, 'latin1') })).toBeNull();
  });
});
