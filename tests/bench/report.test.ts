import { describe, expect, it } from 'vitest';
import { measureCase } from '../../bench/measure/decodeFigures.ts';
import { type Extent, planOf } from '../../bench/measure/plan.ts';
import { positionFigure } from '../../bench/measure/positions.ts';
import { median } from '../../bench/measure/statistics.ts';
import { formatReport } from '../../bench/report/formatReport.ts';
import { ratiosOf } from '../../bench/report/ratios.ts';
import type { BenchReport, DecodeFigure } from '../../bench/report/report.ts';

const WORK = {
  work: '4 tokens',
  height: 16,
  width: 16,
  mode: 'exact',
  condition: 'prefix',
  tokens: 4,
} as const;

describe('The figures', () => {
  it('are medians over runs that take turns, the first one not counted', async () => {
    const order: string[] = [];
    const contender = (name: string, times: number[]) => ({
      name,
      run: () => {
        order.push(name);
        const elapsedMs = times.shift()!;
        return Promise.resolve({ positions: 4, tokens: 4, elapsedMs, dispatches: 40 });
      },
      facts: () => ({ weightBytesPerToken: 2e6 }),
      dispose: () => undefined,
    });
    const options = { backend: 'wasm', transformer: 'x', runs: 3, onProgress: () => undefined } as const;
    const [a, b] = await measureCase(
      WORK,
      [contender('tessera', [999, 8, 4, 100]), contender('other', [1, 20, 16, 12])],
      options,
    );
    expect(order).toEqual(['tessera', 'other', 'tessera', 'other', 'tessera', 'other', 'tessera', 'other']);
    expect(a).toMatchObject({ msPerToken: 2, tokensPerSecond: 500, dispatchesPerToken: 10, runs: 3 });
    expect(a.gigabytesPerSecond).toBeCloseTo(1);
    expect(b.msPerToken).toBe(4);
    expect(ratiosOf([a, b])).toMatchObject([{ contender: 'tessera', against: 'other', speedup: 2 }]);
  });

  it('take the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('count the positions of one window as 511, and a 256th of the reference', () => {
    expect(positionFigure(16, 16)).toMatchObject({ reference: 130816, exact: 511, stride4: 511 });
    const { reference, stride4 } = positionFigure(32, 32);
    expect(reference / stride4).toBeGreaterThan(40);
  });
});

describe('The plan', () => {
  const shipped = {
    name: 'shipped',
    architecture: { layers: 8, heads: 8, width: 256, vocabulary: 1312, blockSize: 512, unmasked: 0 },
  };
  const cases = (software: boolean, extent: Extent) =>
    planOf({ backend: 'webgpu', software, extent, shipped }).flatMap((one) => one.cases);

  it("measures the shipped model's own shape", () => {
    for (const backend of ['webgpu', 'wasm'] as const) {
      const plan = planOf({ backend, software: true, extent: 'standard', shipped });
      const found = plan.find(({ name }) => name === '8 x 256 (shipped)');
      expect(found?.architecture).toBe(shipped.architecture);
    }
  });

  it('spares a software adapter the long cases', () => {
    expect(Math.max(...cases(true, 'standard').map(({ tokens }) => tokens))).toBe(64);
    expect(cases(false, 'full').some(({ work }) => work === '52x80 grid')).toBe(true);
    expect(cases(true, 'quick')).toHaveLength(1);
  });
});

it('is written as tables that say what was not measured', () => {
  const figure: DecodeFigure = {
    backend: 'webgpu',
    transformer: '2 x 64',
    work: '4 tokens',
    contender: 'tessera f16',
    runs: 5,
    positions: 4,
    tokens: 4,
    msPerToken: 1.23456,
    tokensPerSecond: 810,
    gpuBytes: 2_500_000,
  };
  const report: BenchReport = {
    version: 1,
    when: '2026-01-01T00:00:00.000Z',
    platform: 'somewhere',
    cores: 2,
    load: 1.5,
    backends: [
      {
        backend: 'webgpu',
        adapter: 'SwiftShader',
        software: true,
        features: ['subgroups'],
        copyGigabytesPerSecond: 2.5,
      },
    ],
    positions: [positionFigure(16, 16)],
    decode: [figure],
    ratios: [],
    pictures: [],
    leftOut: ['PyTorch beside webgpu: this machine has none'],
  };
  const text = formatReport(report);
  expect(text).toContain('Backend webgpu; SwiftShader (software); subgroups; copies 2.5 GB/s');
  expect(text).toContain('| 2 x 64 | 4 tokens | tessera f16, webgpu | 5 | 4 | 1.23 | 810 | 2.5 |');
  expect(text).toContain('| 16x16 | 130816 | 511 (1/256) |');
  expect(text).toContain('Not measured: PyTorch beside webgpu: this machine has none.');
});
