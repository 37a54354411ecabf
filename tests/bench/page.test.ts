// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { benchPage } from '../../bench/page/benchPage.ts';
import type { BenchRequest, FromBench } from '../../bench/page/protocol.ts';
import type { BenchReport } from '../../bench/report/report.ts';

class FakeWorker {
  static last: FakeWorker;
  onmessage: ((event: { data: FromBench }) => void) | null = null;
  onerror: (() => void) | null = null;
  request: BenchRequest | null = null;
  terminated = false;

  constructor() {
    FakeWorker.last = this;
  }
  postMessage(request: BenchRequest): void {
    this.request = request;
  }
  terminate(): void {
    this.terminated = true;
  }
}

const REPORT: BenchReport = {
  version: 1,
  when: '2026-01-01T00:00:00.000Z',
  platform: 'a browser',
  cores: 4,
  load: null,
  backends: [{ backend: 'wasm', adapter: null, software: false, features: [], copyGigabytesPerSecond: null }],
  positions: [],
  decode: [
    {
      backend: 'wasm',
      transformer: '2 x 64',
      work: '8 tokens',
      contender: 'tessera',
      runs: 5,
      positions: 8,
      tokens: 8,
      msPerToken: 2,
      tokensPerSecond: 500,
    },
  ],
  ratios: [],
  pictures: [],
  leftOut: ['PyTorch beside wasm: it runs in the command only'],
};

let root: HTMLElement;
const button = (name: string): HTMLButtonElement =>
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent === name)!;
const status = () => root.querySelector('[role=status]')!.textContent;
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  vi.stubGlobal('Worker', FakeWorker);
  ({ root } = benchPage('http://localhost/site/'));
  document.body.replaceChildren(root);
});
afterEach(() => vi.unstubAllGlobals());

it('runs, tells how far it is, and shows and copies the report', async () => {
  const copied = vi.fn(() => Promise.resolve());
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: copied }, configurable: true });
  expect(button('Copy results').disabled).toBe(true);
  root.querySelector<HTMLInputElement>('input[value="quick"]')!.checked = true;
  root.querySelector<HTMLInputElement>('input[value="wasm"]')!.checked = true;
  button('Run benchmark').click();
  const worker = FakeWorker.last;
  expect(worker.request).toEqual({
    backend: 'wasm',
    extent: 'quick',
    runs: 5,
    site: 'http://localhost/site/',
  });
  expect(button('Run benchmark').disabled).toBe(true);
  worker.onmessage!({ data: { type: 'progress', what: 'run 2 of 5', share: 0.4 } });
  expect(status()).toBe('40 % · run 2 of 5');
  worker.onmessage!({ data: { type: 'report', report: REPORT } });
  await settled();
  expect(status()).toMatch(/^Done in \d+ s\.$/);
  expect(worker.terminated).toBe(true);
  const cells = [...root.querySelectorAll('td')].map(({ textContent }) => textContent);
  expect(cells).toEqual(['8 tokens', 'tessera, wasm', '5', '8', '2', '500']);
  expect(root.textContent).toContain('PyTorch beside wasm');
  button('Copy results').click();
  await settled();
  expect(JSON.parse((copied.mock.calls as unknown as string[][])[0][0])).toEqual(REPORT);
  expect(status()).toContain('clipboard');
});

it('shows the JSON where the clipboard is refused', async () => {
  const refused = () => Promise.reject(new Error('no'));
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: refused }, configurable: true });
  button('Run benchmark').click();
  FakeWorker.last.onmessage!({ data: { type: 'report', report: REPORT } });
  await settled();
  button('Copy results').click();
  await settled();
  const json = root.querySelector('pre')!;
  expect(json.hidden).toBe(false);
  expect(JSON.parse(json.textContent)).toEqual(REPORT);
});

it('is cancelled, and names a failure', async () => {
  button('Run benchmark').click();
  button('Cancel').click();
  expect(FakeWorker.last.terminated).toBe(true);
  expect(status()).toContain('Cancelled');
  expect(button('Run benchmark').disabled).toBe(false);
  button('Run benchmark').click();
  const error = { code: 'x', message: 'the adapter gave no device', advice: 'use the wasm backend' };
  FakeWorker.last.onmessage!({ data: { type: 'failed', error } });
  await settled();
  const problem = root.querySelector<HTMLElement>('[role=alert]')!;
  expect(problem.hidden).toBe(false);
  expect(problem.textContent).toBe('the adapter gave no device. What helps: use the wasm backend.');
  expect(button('Copy results').disabled).toBe(true);
});
