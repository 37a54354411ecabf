import { describe, expect, it } from 'vitest';

import { parseUsage } from '../../src/checkpoint/usageFile.ts';

const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));
const sound = {
  format: 'tessera-usage',
  version: 1,
  source: 'test photos',
  pictures: 2,
  codes: 3,
  counts: [4, 0, 1],
  labels: { ids: [0, 1], bytes: base64(255, 0, 0, 0, 51, 204) },
  places: { height: 1, width: 2, bytes: base64(1, 2, 3, 4, 5, 6) },
  left: [[2, 7], [], [0, 1, 1, 1]],
  contexts: [[[0, 1, 2, 0, 0, 0, 2, 1, 0]], [], []],
};
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('the usage file', () => {
  it('is read with its tables', () => {
    const usage = parseUsage(bytes(sound), 3);
    expect([...(usage.labels?.bytes ?? [])]).toEqual([255, 0, 0, 0, 51, 204]);
    expect(usage.places?.bytes[5]).toBe(6);
    expect(usage.counts).toEqual([4, 0, 1]);
  });

  it('may hold counts alone', () => {
    const { format, version, source, pictures, codes, counts } = sound;
    expect(parseUsage(bytes({ format, version, source, pictures, codes, counts }), 3).left).toBeUndefined();
  });

  const wrong: [string, unknown, number?][] = [
    ['counts of another length', { ...sound, counts: [1, 2] }],
    ['a table too short', { ...sound, places: { ...sound.places, bytes: base64(1) } }],
    ['a label table too long', { ...sound, labels: { ids: [0], bytes: sound.labels.bytes } }],
    ['a table that is not base64', { ...sound, places: { ...sound.places, bytes: '<script>' } }],
    ['a neighbour beyond the codebook', { ...sound, left: [[3, 1], [], []] }],
    ['a neighbour without its count', { ...sound, left: [[2], [], []] }],
    ['a neighbourhood of another code', { ...sound, contexts: [[], [[0, 0, 0, 0, 0, 0, 0, 0, 0]], []] }],
    ['an unknown field', { ...sound, script: 1 }],
    ['another codebook', sound, 4],
    ['a negative count', { ...sound, counts: [1, -1, 0] }],
    ['another version', { ...sound, version: 2 }],
  ];
  for (const [name, value, codes] of wrong) {
    it(`is refused with ${name}`, () => {
      expect(() => parseUsage(bytes(value), codes ?? 3)).toThrow(
        expect.objectContaining({ code: 'usage-invalid' }),
      );
    });
  }

  it('is refused when it is no JSON', () => {
    expect(() => parseUsage(new TextEncoder().encode('<!doctype html>'), 3)).toThrow(/JSON/);
  });
});
