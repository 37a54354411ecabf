import { afterEach, expect, it, vi } from 'vitest';
import { tessera } from '../../cli/tessera.ts';
import type { BenchReport } from '../../bench/report/report.ts';

afterEach(() => vi.restoreAllMocks());

async function run(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  return { status: await tessera(words), out, err };
}

it('prints one JSON value with the figures of the backend', async () => {
  const { status, out, err } = await run('bench', '--quick', '--json', '--runs', '2');
  expect(err).toBe('');
  expect(status).toBe(0);
  const report = JSON.parse(out) as BenchReport;
  expect(report.backends.map(({ backend }) => backend)).toEqual(['wasm']);
  expect(report.positions.map(({ grid }) => grid)).toContain('52x80');
  const [ours, other] = report.decode;
  expect([ours.contender, other.contender]).toEqual(['tessera', 'onnxruntime-web']);
  for (const figure of report.decode) {
    expect(figure).toMatchObject({ tokens: 8, positions: 8, runs: 2 });
    expect(figure.msPerToken).toBeGreaterThan(0);
  }
  expect(report.ratios[0].speedup).toBeCloseTo(other.msPerToken / ours.msPerToken);
});

it('names wrong use', async () => {
  expect((await run('bench', '--runs', '0')).status).toBe(2);
  expect((await run('bench', '--quick', '--full')).err).toMatch(/^error: usage: --quick and --full/);
  expect((await run('bench', '--backend', 'cuda')).status).toBe(2);
});
