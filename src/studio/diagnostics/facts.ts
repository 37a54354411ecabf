import type { ErrorReport } from '../../core/errors.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { Diagnostics } from '../../runtime/protocol.ts';
import { text } from '../messages/text.ts';
import type { LoadedState } from '../session/sessionStore.ts';

/** What the page knows by itself. */
export interface PageFacts {
  readonly loaded: LoadedState | null;
  /** From the choice of the model until it was ready. */
  readonly loadMs: number | null;
  readonly lastRun: RunRecord | null;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  readonly userAgent: string;
  readonly processors: number | null;
  /** As the browser rounds it. */
  readonly memoryGibibytes: number | null;
  readonly secureContext: boolean;
  readonly crossOriginIsolated: boolean;
  readonly errors: readonly ErrorReport[];
}

export interface FactSection {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** All that is shown and copied, in sections. `worker` is null when no worker runs. */
export function factSections(worker: Diagnostics | null, page: PageFacts): FactSection[] {
  const t = text().diagnostics;
  const f = t.facts;
  const s = t.sections;
  const limits = Object.entries(worker?.limits ?? {});
  return [
    { title: s.computing, facts: computing(worker) },
    { title: s.model, facts: model(page.loaded) },
    {
      title: s.memory,
      facts: [
        [f.tensors, worker ? t.count(worker.tensors) : t.unknown],
        [f.tensorBytes, worker ? t.bytes(worker.bytes) : t.unknown],
        [f.stored, page.usedBytes === null ? t.unknown : t.bytes(page.usedBytes)],
        [f.quota, page.quotaBytes === null ? t.unknown : t.bytes(page.quotaBytes)],
      ],
    },
    {
      title: s.times,
      facts: [
        [f.loaded, page.loadMs === null ? t.none : t.seconds(page.loadMs)],
        [f.lastRun, page.lastRun ? t.run(page.lastRun.stats.tokens, page.lastRun.stats.elapsedMs) : t.none],
      ],
    },
    ...(limits.length > 0
      ? [{ title: s.limits, facts: limits.map(([name, value]) => [name, t.count(value)] as const) }]
      : []),
    { title: s.browser, facts: browser(page) },
  ];
}

function computing(worker: Diagnostics | null): FactSection['facts'] {
  const t = text().diagnostics;
  const f = t.facts;
  if (!worker) return [[f.backend, t.none]];
  return [
    [f.backend, worker.backend ? text().status.backends[worker.backend] : t.none],
    [f.adapter, worker.adapter || t.none],
    [f.reason, worker.reason ?? t.first],
    [f.engine, worker.engine ?? t.none],
    [f.generation, t.count(worker.generation)],
    [f.losses, t.count(worker.deviceLosses)],
    [f.features, worker.features.join(', ') || t.none],
    [f.version, worker.version],
  ];
}

function model(loaded: LoadedState | null): FactSection['facts'] {
  const t = text().diagnostics;
  const f = t.facts;
  if (!loaded) return [[f.model, t.none]];
  const { id, dtype, transformer, imageStage } = loaded.manifest;
  return [
    [f.model, `${id}, ${dtype}`],
    [f.hash, loaded.hash],
    [f.kept, t.keptIn[loaded.storage]],
    [
      f.transformer,
      transformer ? t.layers(transformer.layers, transformer.width, transformer.heads) : t.none,
    ],
    [f.codes, imageStage ? t.codesOf(imageStage.codes) : t.none],
  ];
}

function browser(page: PageFacts): FactSection['facts'] {
  const t = text().diagnostics;
  const f = t.facts;
  const yesNo = (value: boolean) => (value ? t.yes : t.no);
  return [
    [f.agent, page.userAgent],
    [f.processors, page.processors === null ? t.unknown : t.count(page.processors)],
    [f.machineMemory, page.memoryGibibytes === null ? t.unknown : t.atLeast(page.memoryGibibytes)],
    [f.secure, yesNo(page.secureContext)],
    [f.isolated, yesNo(page.crossOriginIsolated)],
  ];
}

/** The report as it is copied: plain lines that survive any mail or tracker. */
export function reportText(sections: readonly FactSection[], errors: readonly ErrorReport[]): string {
  const t = text().diagnostics;
  const blocks = sections.map(({ title, facts }) =>
    [title, ...facts.map(([name, value]) => `  ${name}: ${oneLine(value)}`)].join('\n'),
  );
  const told = errors.map(({ code, message }) => `  ${code}: ${oneLine(message)}`);
  blocks.push([t.sections.errors, ...(told.length > 0 ? told : [`  ${t.none}`])].join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}
