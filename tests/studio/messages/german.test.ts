import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { de } from '../../../src/studio/messages/de.ts';
import { en } from '../../../src/studio/messages/en.ts';
import { bytes, count, dateAndTime, decimal, formatFor } from '../../../src/studio/messages/format.ts';

type Leaf = string | ((...args: never[]) => unknown);

/** Every message with the path that leads to it. */
function leaves(node: unknown, path = ''): [string, Leaf][] {
  if (typeof node === 'string' || typeof node === 'function') return [[path, node as Leaf]];
  if (typeof node !== 'object' || node === null) throw new Error(`${path} is no message`);
  return Object.entries(node).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
}

/** Answers to any property, and is a number, a list and a text as a message wants it. */
const anything: unknown = new Proxy(() => 7, {
  get: (_, key) => {
    if (key === Symbol.toPrimitive) return () => 7;
    if (['slice', 'join', 'at', 'trim', 'toFixed', 'toPrecision', 'map', 'filter'].includes(String(key))) {
      return (...args: unknown[]) => (key === 'slice' ? ['a'] : args.length > 5 ? '' : 'a');
    }
    return anything;
  },
});

const said = (message: Leaf): unknown =>
  typeof message === 'string' ? message : (message as (...args: unknown[]) => unknown)(...args(message));
const args = (message: (...args: never[]) => unknown) => Array<unknown>(message.length).fill(anything);

const textsOf = (words: unknown) =>
  (typeof words === 'object' && words ? Object.values(words) : [words]).map(String);

/** Words that German and English share: names, terms of the field, signs. */
const SHARED = new Set(
  `Tessera Studio Codebook Layout Layer Text Transformer Seed Seeds Backend Adapter Engine Browser Code Codes Token
   WebGPU WASM PSNR SSIM f16 int8 f32 English Deutsch Video Tensor Top-k Top-p Import Name Parameter Lasso λ = 1`.split(
    /\s+/,
  ),
);

describe('German', () => {
  beforeAll(() => formatFor('de'));
  afterAll(() => formatFor('en'));

  const english = new Map(leaves(en));
  const german = new Map(leaves(de));

  it('has every message that English has, of the same sort, and no other', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, message] of english) {
      expect(`${path}: ${typeof german.get(path)}`).toBe(`${path}: ${typeof message}`);
    }
  });

  it('says something in every message', () => {
    for (const [path, message] of german) {
      const [german, englishOfIt] = [said(message), said(english.get(path) ?? '')].map(textsOf);
      for (const one of german) expect(one.trim(), path).not.toBe('');
      // A lookup by something that is no key finds nothing in English either; nowhere else may there be a hole.
      const holes = /undefined|\[object/;
      expect(holes.test(german.join()), path).toBe(holes.test(englishOfIt.join()));
    }
  });

  it('leaves no English string standing', () => {
    const same = [...german].filter(([path, message]) => {
      if (typeof message !== 'string' || message !== english.get(path) || message.startsWith('https://'))
        return false;
      return !message.split(/\s+/).every((word) => SHARED.has(word));
    });
    expect(same.map(([path, message]) => `${path}: ${String(message)}`)).toEqual([]);
  });

  it('speaks to nobody as du and quotes as German does', () => {
    for (const [path, message] of german) {
      const words = String(typeof message === 'string' ? message : said(message));
      expect(words, path).not.toMatch(/\b(du|dich|dir|dein\w*|Sie können|Ihre?[nmrs]?)\b/);
      expect((words.match(/„/g) ?? []).length, path).toBe((words.match(/“/g) ?? []).length);
      expect(words, path).not.toMatch(/[”"]/);
    }
  });

  it('writes numbers with a comma', () => {
    expect(count(4160)).toBe('4.160');
    expect(decimal(0.92)).toBe('0,92');
    expect(bytes(31_400_000)).toBe('31,4 MB');
    expect(dateAndTime(Date.UTC(2026, 0, 15, 12))).toContain('2026');
    expect(de.library.parameterCount(34_200_000)).toBe('34 Mio.');
    expect(de.result.summary.length).toBe(2);
  });
});
