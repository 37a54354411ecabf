import { deflateSync } from 'node:zlib';

import { decode, encode } from 'fast-png';
import { describe, expect, it } from 'vitest';

import { decodePng } from '../../src/conditioning/decodePng.ts';
import { insertChunks, readChunks, writeChunks } from '../../src/core/png/chunks.ts';

const PICTURE = encode({
  width: 40,
  height: 30,
  channels: 3,
  data: Uint8Array.from({ length: 3600 }, (_, i) => (i * 37) % 251),
});

/** The picture with other pixel data, and with another size in its header. */
function forged(pixels: Uint8Array, width = 1, height = 1): Uint8Array {
  return writeChunks(
    readChunks(PICTURE).map(({ type, data }) => {
      if (type === 'IDAT') return { type, data: pixels };
      if (type !== 'IHDR') return { type, data };
      const header = Buffer.from(data);
      header.writeUInt32BE(width, 0);
      header.writeUInt32BE(height, 4);
      return { type, data: header };
    }),
  );
}

const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('decodePng', () => {
  it.each([
    ['colours', PICTURE],
    [
      '16-bit gray',
      encode({ width: 9, height: 7, channels: 1, depth: 16, data: new Uint16Array(63).fill(999) }),
    ],
    ['alpha', encode({ width: 5, height: 5, channels: 4, data: new Uint8Array(100).fill(7) })],
    ['pixel data in many parts', inParts(PICTURE, 100)],
  ])('gives the samples of %s as they are', (_, png) => {
    const { width, height, channels, depth, data } = decode(png);
    expect(decodePng(png)).toMatchObject({ width, height, channels, depth, data });
  });

  it('refuses a small file whose pixels expand without end, long before the end', () => {
    // 16 MiB of zeros in a picture of one pixel.
    const zeros = deflateSync(Buffer.alloc(2 ** 24), { level: 9 });
    expect(() => decodePng(forged(zeros))).toThrow(refusal('png-damaged'));
  });

  it('refuses by the declared size alone', () => {
    expect(() => decodePng(forged(new Uint8Array(9), 60_000, 60_000))).toThrow(refusal('png-too-large'));
    expect(() => decodePng(PICTURE, 1000)).toThrow(refusal('png-too-large'));
  });

  it('never looks at a profile or text, however large it would become', () => {
    const bomb = deflateSync(Buffer.alloc(2 ** 20), { level: 9 });
    const profile = Buffer.concat([Buffer.from('name\0\0'), bomb.subarray(0, -8)]);
    const text = Buffer.concat([Buffer.from('words\0\0'), bomb]);
    const png = insertChunks(PICTURE, [
      { type: 'iCCP', data: profile },
      { type: 'zTXt', data: text },
    ]);
    // The library would expand the profile, and find that it is cut off.
    expect(() => decode(png)).toThrow();
    expect(decodePng(png).data).toEqual(decode(PICTURE).data);
  });

  it('refuses pixels that are no stream', () => {
    expect(() => decodePng(forged(new Uint8Array(9).fill(255)))).toThrow(refusal('png-damaged'));
  });
});

function inParts(png: Uint8Array, bytes: number): Uint8Array {
  return writeChunks(
    readChunks(png).flatMap(({ type, data }) =>
      type === 'IDAT'
        ? Array.from({ length: Math.ceil(data.length / bytes) }, (_, i) => ({
            type,
            data: data.subarray(i * bytes, (i + 1) * bytes),
          }))
        : [{ type, data }],
    ),
  );
}
