import { deflateSync } from 'node:zlib';

import { decode, encode } from 'fast-png';
import { assert, constant, integer, oneof, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { insertChunks, type PngChunk, readChunks } from '../../../src/core/png/chunks.ts';
import { writeInternationalText } from '../../../src/core/png/internationalText.ts';
import { indexedPng } from '../../../src/studio/files/indexedPng.ts';
import { readRunPackage } from '../../../src/studio/files/runPackage.ts';
import { readTesseraPng, writeTesseraPng } from '../../../src/studio/files/tesseraPng.ts';
import { importLayout } from '../../../src/studio/paint/importLayout.ts';
import { aLayout, aPackage, aRecord, LABELS } from '../../support/aRun.ts';

const PIXELS = Uint8Array.from({ length: 32 * 32 * 4 }, (_, i) => (i * 37) & 255);
const PICTURE = encode({ width: 32, height: 32, channels: 4, data: PIXELS });

function withText(keyword: string, text: Uint8Array, compressed = true): Uint8Array {
  return insertChunks(PICTURE, [writeInternationalText({ keyword, compressed, text })]);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('a PNG with its run inside', () => {
  it('gives settings, layout and tokens back bit for bit, and keeps the pixels', () => {
    const png = writeTesseraPng(PICTURE, aPackage());
    expect(readTesseraPng(png)).toEqual(aPackage());
    expect(decode(png, { checkCrc: true }).data).toEqual(PIXELS);
  });

  it('gives any layout back bit for bit', () => {
    const side = integer({ min: 1, max: 40 });
    assert(
      property(side, side, uint8Array({ minLength: 1600, maxLength: 1600 }), (height, width, noise) => {
        const map = { height, width, labels: noise.subarray(0, height * width).slice() };
        const given = aPackage();
        const studio = given.studio && { ...given.studio, condition: { ...aLayout(), map } };
        expect(readTesseraPng(writeTesseraPng(PICTURE, { ...given, studio }))).toEqual({ ...given, studio });
      }),
      { numRuns: 40 },
    );
  });

  it('knows what was kept of a photo, and refuses cells that no grid has', () => {
    const { studio } = aPackage();
    const given = aPackage({ studio: studio && { ...studio, kept: [0, 3] } });
    expect(readTesseraPng(writeTesseraPng(PICTURE, given))).toEqual(given);
    const wrong = {
      version: 1,
      modelName: '',
      downsampling: 16,
      window: { height: 2, width: 2 },
      kept: [-1],
    };
    expect(() => readRunPackage(aRecord(), wrong)).toThrowError(
      expect.objectContaining({ code: 'studio-part-invalid' }) as Error,
    );
  });

  it('keeps runs of other conditions and records of the command', () => {
    const studio = aPackage().studio;
    for (const condition of [
      { kind: 'class', classId: 7 },
      { kind: 'none' },
      { kind: 'coordinates' },
      null,
    ] as const) {
      const given = aPackage({ studio: studio && { ...studio, condition } });
      expect(readTesseraPng(writeTesseraPng(PICTURE, given))).toEqual(given);
    }
    const bare = aPackage({ studio: null });
    expect(readTesseraPng(writeTesseraPng(PICTURE, bare))).toEqual(bare);
  });

  it('is a plain picture when there is no run in it', () => {
    expect(readTesseraPng(PICTURE)).toBeNull();
    expect(readTesseraPng(withText('Title', json('a lake'), false))).toBeNull();
  });

  it('reads an uncompressed record too', () => {
    expect(readTesseraPng(withText('tessera-run', json(aRecord()), false))?.record).toEqual(aRecord());
  });

  it('lets the first of two records count', () => {
    const other = aRecord({ tokens: [1, 2, 3, 4] });
    const chunks = [aRecord(), other].map((record) =>
      writeInternationalText({ keyword: 'tessera-run', compressed: false, text: json(record) }),
    );
    expect(readTesseraPng(insertChunks(PICTURE, chunks))?.record.tokens).toEqual(aRecord().tokens);
  });
});

describe('a hostile PNG', () => {
  const sound = readChunks(writeTesseraPng(PICTURE, aPackage())).filter(({ type }) => type === 'iTXt');
  const studioOf = (value: unknown): Uint8Array =>
    insertChunks(PICTURE, [
      sound[0],
      writeInternationalText({ keyword: 'tessera-studio', compressed: false, text: json(value) }),
    ]);
  const studio = { version: 1, modelName: 'x', downsampling: 16, window: { height: 2, width: 2 } };
  const layout = { kind: 'segmentation', height: 32, width: 32, runs: '', labels: [] };

  const cases: [string, () => Uint8Array, string][] = [
    [
      'a bomb of 64 MiB in 64 KiB',
      () => withText('tessera-run', deflateSync(Buffer.alloc(2 ** 26, 0x20))),
      'run-unreadable',
    ],
    [
      'a stream that ends early',
      () => withText('tessera-run', deflateSync(json(aRecord())).subarray(0, 40)),
      'run-unreadable',
    ],
    ['no stream at all', () => withText('tessera-run', Buffer.from('not zlib')), 'run-unreadable'],
    ['an empty stream', () => withText('tessera-run', new Uint8Array()), 'run-unreadable'],
    [
      'text that is not UTF-8',
      () => withText('tessera-run', Uint8Array.of(0xff, 0xfe), false),
      'run-unreadable',
    ],
    ['no JSON', () => withText('tessera-run', Buffer.from('{"version":1'), false), 'run-unreadable'],
    [
      'a record that contradicts itself',
      () => withText('tessera-run', json(aRecord({ tokens: [1] })), false),
      'record-invalid',
    ],
    ['a studio part of nothing', () => studioOf(null), 'studio-part-invalid'],
    [
      'a window of no size',
      () => studioOf({ ...studio, window: { height: 0, width: 2 } }),
      'studio-part-invalid',
    ],
    [
      'a condition of tomorrow',
      () => studioOf({ ...studio, condition: { kind: 'smell' } }),
      'condition-unknown',
    ],
    [
      'a layout that does not fill its size',
      () => studioOf({ ...studio, condition: layout }),
      'condition-invalid',
    ],
    [
      'a layout of a billion pixels',
      () => studioOf({ ...studio, condition: { ...layout, height: 8192, width: 8192 } }),
      'condition-invalid',
    ],
    [
      'runs that are no base 64',
      () => studioOf({ ...studio, condition: { ...layout, runs: '***' } }),
      'condition-invalid',
    ],
    [
      'a colour that would reach a style sheet',
      () =>
        studioOf({ ...studio, condition: { ...layout, labels: [{ id: 1, name: 'a', color: 'url(x)' }] } }),
      'condition-invalid',
    ],
  ];
  it.each(cases)('with %s is refused by name', (_, png, code) => {
    expect(() => readTesseraPng(png())).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('never throws anything unnamed, whatever the chunks hold', () => {
    const keyword = oneof(constant('tessera-run'), constant('tessera-studio'));
    assert(
      property(keyword, uint8Array({ maxLength: 200 }), (name, text) => {
        const chunks: PngChunk[] = [
          sound[0],
          { type: 'iTXt', data: Buffer.concat([Buffer.from(`${name}\0`), text]) },
        ];
        try {
          readTesseraPng(insertChunks(PICTURE, chunks));
        } catch (error) {
          expect((error as { code?: unknown }).code).toBeTypeOf('string');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a layout PNG', () => {
  it('is indexed by label id and comes back as it was', () => {
    const { map } = aLayout();
    const filled = { ...map, labels: map.labels.map((id) => (id === 255 ? 5 : id)) };
    const png = indexedPng(filled, LABELS);
    expect(decode(png, { checkCrc: true })).toMatchObject({ width: 32, height: 32, depth: 8, channels: 1 });
    expect(decode(png).palette?.[5]).toEqual([0, 0, 255]);
    expect(importLayout(png, LABELS)).toEqual({ map: filled, unknown: [] });
  });

  it('shows gaps as transparent', () => {
    expect(decode(indexedPng(aLayout().map, LABELS)).palette?.[255]).toEqual([128, 128, 128, 0]);
  });
});
