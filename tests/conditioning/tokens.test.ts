import { describe, expect, it } from 'vitest';
import { coordinateCode, coordinateTokens } from '../../src/conditioning/coordinates.ts';
import { classTokens, startTokens } from '../../src/conditioning/prefix.ts';
import { goldenJson, haveGoldens } from '../goldenFolder.ts';

interface CoordinateTable {
  readonly arange: {
    readonly height: number;
    readonly width: number;
    readonly down_factor: number;
    readonly n_embed: number;
    readonly tokens: number[][];
  }[];
  readonly exact_halves: { readonly n_embed: number; readonly value: number; readonly token: number }[];
}

describe('Coordinates', () => {
  it('number the cells of the 256x256 picture as the reference', () => {
    const tokens = coordinateTokens({ type: 'coordinates', codes: 1024, factor: 16 }, 256, 256, 5);
    if (tokens.layout !== 'spatial') throw new Error('coordinates are spatial');
    expect(tokens.offset).toBe(5);
    const firstRow = [30, 30, 31, 31, 31, 31, 32, 32, 32, 32, 33, 33, 33, 33, 34, 34];
    expect([...tokens.grid.tokens.subarray(0, 16)]).toEqual(firstRow);
    expect(tokens.grid.tokens[255]).toBe(994);
  });

  it('reach the number of codes on fine grids, as in the reference, where the transformer knows that id', () => {
    const stage = { type: 'coordinates', codes: 64, factor: 2 } as const;
    const last = (most?: number) => {
      const told = coordinateTokens(stage, 128, 128, 0, most);
      return told.layout === 'spatial' ? told.grid.tokens.at(-1) : undefined;
    };
    expect(last(99)).toBe(64);
    expect(last(63)).toBe(63);
    expect(last()).toBe(63);
  });

  it('rounds half to even', () => {
    expect([0.5, 1.5, 2.5, 3.5, 3.4, 3.6].map((x) => coordinateCode(x / 8, 8))).toEqual([0, 2, 2, 4, 3, 4]);
    expect([-0.5, 1.5].map((x) => coordinateCode(x, 8))).toEqual([0, 8]);
  });

  it.skipIf(!haveGoldens)('equal the reference tables, odd sizes included', () => {
    const table = goldenJson<CoordinateTable>('tables/coord.json');
    for (const { height, width, down_factor: factor, n_embed: codes, tokens } of table.arange) {
      const got = coordinateTokens({ type: 'coordinates', codes, factor }, height, width, 0);
      expect(got.layout === 'spatial' && [...got.grid.tokens], `${height}x${width}`).toEqual(tokens.flat());
    }
    for (const { n_embed: codes, value, token } of table.exact_halves)
      expect(coordinateCode(value, codes)).toBe(token);
  });
});

describe('Prefixes', () => {
  it('name a class or the start', () => {
    expect(classTokens({ type: 'class', classes: 10 }, 7, 3)).toEqual({
      layout: 'prefix',
      tokens: Int32Array.of(7),
      offset: 3,
    });
    expect(startTokens({ type: 'sos', token: 2 }, 0)).toMatchObject({ tokens: Int32Array.of(2) });
  });

  it('fill as many positions as the stage says', () => {
    const told = classTokens({ type: 'class', classes: 10, repeat: 4 }, 7, 3);
    expect(told).toMatchObject({ layout: 'prefix', tokens: Int32Array.of(7, 7, 7, 7) });
    expect(startTokens({ type: 'sos', token: 2, repeat: 3 }, 0)).toMatchObject({
      tokens: Int32Array.of(2, 2, 2),
    });
  });

  it.each([-1, 10, 1.5, NaN])('refuse class %d of 10', (id) => {
    expect(() => classTokens({ type: 'class', classes: 10 }, id, 0)).toThrowError(
      expect.objectContaining({ code: 'class-out-of-range' }) as Error,
    );
  });
});
