import { expect, it } from 'vitest';

import type { Diagnostics } from '../../../src/runtime/protocol.ts';
import { factSections, reportText, type PageFacts } from '../../../src/studio/diagnostics/facts.ts';

const WORKER: Diagnostics = {
  backend: 'webgpu',
  adapter: 'vendor model',
  model: 'tiny',
  tensors: 1234,
  bytes: 5_000_000,
  deviceLosses: 2,
  version: '1.2.3',
  generation: 3,
  reason: null,
  engine: 'webgpu',
  features: ['shader-f16', 'subgroups'],
  limits: { maxBufferSize: 268_435_456 },
  errors: [],
};

const PAGE: PageFacts = {
  loaded: null,
  loadMs: 2500,
  lastRun: null,
  usedBytes: null,
  quotaBytes: 10_000_000_000,
  userAgent: 'Browser/1\n(line)',
  processors: 8,
  memoryGibibytes: 8,
  secureContext: true,
  crossOriginIsolated: false,
  errors: [],
};

it('tells backend, limits, losses and memory', () => {
  const report = reportText(factSections(WORKER, PAGE), []);
  for (const line of [
    'Backend: WebGPU',
    'Devices lost: 2',
    'Features: shader-f16, subgroups',
    'maxBufferSize: 268,435,456',
    'Bytes in tensors: 5.0 MB',
    'May be stored: 10.0 GB',
    'Memory of the machine: at least 8 GiB',
  ])
    expect(report).toContain(line);
});

it('puts every fact and every error on one line of its own', () => {
  const report = reportText(factSections(null, PAGE), [
    { code: 'device-lost', message: 'gone\nafter all', advice: '' },
  ]);
  expect(report).toContain('  Browser: Browser/1 (line)\n');
  expect(report).toContain('Last errors\n  device-lost: gone after all\n');
});

it('says so when no worker runs', () => {
  const report = reportText(factSections(null, PAGE), []);
  expect(report).toContain('Backend: none');
  expect(report).not.toContain('Limits of the graphics device');
  expect(report).toContain('Last errors\n  none\n');
});
