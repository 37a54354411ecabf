import { readFileSync } from 'node:fs';

import { assert, property, string, uint8Array } from 'fast-check';
import { decode } from 'fast-png';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';

import { resampleLabels } from '../../../src/core/layout.ts';
import { toBase64Url } from '../../../src/studio/files/base64.ts';
import { hashOfLink, linkIn } from '../../../src/studio/share/linkHash.ts';
import { decodeLink, encodeLink, type SharedSetup } from '../../../src/studio/share/shareLink.ts';
import { aLayout as aFullLayout, aRecord } from '../../support/aRun.ts';

/** A layout whose palette has no label too many: a link leaves such labels out. */
const aLayout = () => ({ ...aFullLayout(), labels: aFullLayout().labels.filter(({ id }) => id !== 0) });

const SETUP: SharedSetup = {
  model: { id: 'landscapes', name: 'Landscapes – größer' },
  width: 32,
  height: 32,
  native: 256,
  settings: aRecord().settings,
  condition: aLayout(),
};

function roundTrip(setup: SharedSetup): SharedSetup {
  return decodeLink(linkIn(encodeLink(setup)) ?? '');
}

/** A link with any header and body. */
function forged(header: unknown, body: Uint8Array = new Uint8Array(), length?: number): string {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const size = length ?? json.length;
  const bytes = Buffer.concat([Buffer.of(size & 255, size >> 8), json, body]);
  return `1.${toBase64Url(deflateSync(bytes))}`;
}

const HEADER = {
  model: { id: 'tiny', name: 'Tiny' },
  size: [32, 32, 256],
  settings: aRecord().settings,
  condition: { kind: 'none' },
};

describe('a share link', () => {
  it('gives model, settings and layout back bit for bit', () => {
    expect(roundTrip(SETUP)).toEqual(SETUP);
  });

  it('gives any layout back bit for bit', () => {
    assert(
      property(uint8Array({ minLength: 1024, maxLength: 1024 }), (labels) => {
        const condition = { ...aLayout(), map: { height: 32, width: 32, labels } };
        expect(roundTrip({ ...SETUP, condition }).condition).toMatchObject({ map: condition.map });
      }),
      { numRuns: 12 },
    );
  });

  it('keeps other conditions, and the address of a model', () => {
    for (const condition of [
      { kind: 'class', classId: 3 },
      { kind: 'none' },
      { kind: 'coordinates' },
      null,
    ] as const) {
      const model = { ...SETUP.model, url: 'https://weights.example/a/' };
      expect(roundTrip({ ...SETUP, model, condition })).toEqual({ ...SETUP, model, condition });
    }
  });

  it('leaves labels out that the layout does not have', () => {
    const labels = [...aLayout().labels, { id: 9, name: 'unused', color: '#123456' }];
    expect(roundTrip({ ...SETUP, condition: { ...aLayout(), labels } }).condition).toEqual({
      ...aLayout(),
      labels: aLayout().labels,
    });
  });

  it.each(['coast', 'river-valley', 'forest-stream', 'city-by-the-water'])(
    'has room for the example %s at 768 x 512',
    (name) => {
      const { width, height, data } = decode(readFileSync(`public/layouts/${name}.png`));
      const map = resampleLabels({ width, height, labels: Uint8Array.from(data) }, 512, 768);
      const setup = { ...SETUP, width: 768, height: 512, condition: { ...aLayout(), map } };
      const hash = encodeLink(setup);
      expect(hash.length).toBeLessThanOrEqual(8192);
      expect(hash).toMatch(/^#\/s\/1\.[A-Za-z0-9_-]+$/);
      const { condition } = decodeLink(linkIn(hash) ?? '');
      const found = condition?.kind === 'segmentation' ? condition.map : null;
      expect(found).toMatchObject({ width: 768, height: 512 });
      // The matcher would take seconds over 400,000 labels.
      expect(Buffer.compare(found!.labels, map.labels)).toBe(0);
    },
  );

  it('says so when a layout has too much detail', () => {
    let state = 1;
    const labels = Uint8Array.from({ length: 256 * 256 }, () => (state = (state * 48271) % 2147483647) & 7);
    const condition = { ...aLayout(), map: { height: 256, width: 256, labels } };
    expect(() => encodeLink({ ...SETUP, condition })).toThrow(
      expect.objectContaining({
        code: 'link-too-large',
        advice: expect.stringContaining('PNG') as string,
      }) as Error,
    );
  });
});

describe('a hostile link', () => {
  const bomb = `1.${toBase64Url(deflateSync(new Uint8Array(5 * 2 ** 20)))}`;
  const cases: [string, string, string][] = [
    ['nothing', '1.', 'link-damaged'],
    ['no version', 'abc', 'link-version'],
    ['another version', '2.AAAA', 'link-version'],
    ['characters that are none', '1.%3Cscript%3E', 'link-damaged'],
    ['no stream', '1.AAAA', 'link-damaged'],
    ['a stream cut off', forged(HEADER).slice(0, -12), 'link-damaged'],
    ['a bomb', bomb, 'link-damaged'],
    ['more than 8 KB', `1.${'A'.repeat(9000)}`, 'link-damaged'],
    ['a header longer than the whole', forged(HEADER, new Uint8Array(), 60_000), 'link-damaged'],
    ['no JSON', forged('{"model":'), 'link-damaged'],
    ['null', forged('null'), 'link-invalid'],
    ['a list', forged('[]'), 'link-invalid'],
    ['a field that nobody knows', forged({ ...HEADER, more: 1 }), 'link-invalid'],
    [
      'a prototype',
      forged(JSON.stringify(HEADER).replace('{', '{"__proto__":{"polluted":1},')),
      'link-invalid',
    ],
    ['a picture of a billion pixels', forged({ ...HEADER, size: [1e5, 1e5, 256] }), 'link-invalid'],
    ['a size of nothing', forged({ ...HEADER, size: [0, 32, 256] }), 'link-invalid'],
    [
      'a seed that is none',
      forged({ ...HEADER, settings: { ...HEADER.settings, seed: -1 } }),
      'link-invalid',
    ],
    ['a setting too many', forged({ ...HEADER, settings: { ...HEADER.settings, extra: 1 } }), 'link-invalid'],
    [
      'a name as long as a book',
      forged({ ...HEADER, model: { id: 'x', name: 'n'.repeat(5000) } }),
      'link-invalid',
    ],
    ['a condition of tomorrow', forged({ ...HEADER, condition: { kind: 'smell' } }), 'condition-unknown'],
    [
      'a layout that its runs do not fill',
      forged(
        { ...HEADER, condition: { kind: 'segmentation', height: 9, width: 9, runs: '', labels: [] } },
        Uint8Array.of(1, 5),
      ),
      'condition-invalid',
    ],
  ];
  it.each(cases)('with %s is refused by name', (_, payload, code) => {
    expect(() => decodeLink(payload)).toThrow(expect.objectContaining({ code }) as Error);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('never throws anything unnamed, whatever it holds', () => {
    assert(
      property(uint8Array({ maxLength: 300 }), string(), (bytes, text) => {
        for (const payload of [`1.${toBase64Url(deflateSync(bytes))}`, `1.${toBase64Url(bytes)}`, text]) {
          try {
            decodeLink(payload);
          } catch (error) {
            expect((error as { code?: unknown }).code).toBeTypeOf('string');
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('linkIn', () => {
  it('finds a link in an address and in a text, and nothing elsewhere', () => {
    expect(linkIn(`look: https://a.example/b/?x=1${hashOfLink('1.Ab_-9')} there`)).toBe('1.Ab_-9');
    expect(linkIn('#/codebook')).toBeNull();
    expect(linkIn('#/s/')).toBeNull();
  });
});
