import type {
  BackendFacts,
  BenchReport,
  DecodeFigure,
  PictureFigure,
  PositionFigure,
  Ratio,
} from './report.ts';

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const factor = (all: number, some: number) => `${some} (1/${(all / some).toPrecision(3)})`;
const shown = (value: number | null | undefined, digits = 3) =>
  value === undefined || value === null ? '' : Number(value.toPrecision(digits)).toString();

/** The report as Markdown, as docs/performance.md has it. */
export function formatReport(report: BenchReport): string {
  const { platform, cores, load, backends, positions, decode, ratios, pictures, leftOut } = report;
  const parts = [
    `${platform}, ${cores} cores${load === null ? '' : `, load average ${shown(load)} at the start`}.`,
    ...backends.map(backendLine),
    positionTable(positions),
    decodeTable(decode),
  ];
  if (ratios.length > 0) parts.push(ratioTable(ratios));
  if (pictures.length > 0) parts.push(pictureTable(pictures));
  parts.push(...leftOut.map((what) => `Not measured: ${what}.`));
  return parts.join('\n\n');
}

function backendLine({ backend, adapter, software, features, copyGigabytesPerSecond }: BackendFacts): string {
  const facts = [
    adapter === null ? '' : `${adapter}${software ? ' (software)' : ''}`,
    features.length > 0 ? features.join(', ') : '',
    copyGigabytesPerSecond === null ? '' : `copies ${shown(copyGigabytesPerSecond)} GB/s`,
  ];
  return [`Backend ${backend}`, ...facts.filter(Boolean)].join('; ');
}

function positionTable(positions: readonly PositionFigure[]): string {
  return table(
    ['grid', 'reference rule', 'exact, one cache', 'stride-4', 'stride-8', 'live caches 4 / 8'],
    positions.map((p) => [
      p.grid,
      `${p.reference}`,
      factor(p.reference, p.exact),
      factor(p.reference, p.stride4),
      factor(p.reference, p.stride8),
      `${p.slots4} / ${p.slots8}`,
    ]),
  );
}

function decodeTable(decode: readonly DecodeFigure[]): string {
  return table(
    [
      'transformer',
      'work',
      'contender',
      'runs',
      'positions',
      'ms a token',
      'tokens/s',
      'dispatches a token',
      'CPU encode ms a token',
      'GPU ms a token',
      'MB of weights a token',
      'GB/s of weights',
      'GPU MB',
      'caches that fit',
    ],
    decode.map((d) => [
      d.transformer,
      d.work,
      d.contender,
      `${d.runs}`,
      `${d.positions}`,
      shown(d.msPerToken),
      shown(d.tokensPerSecond),
      shown(d.dispatchesPerToken, 4),
      shown(d.encodeMsPerToken),
      shown(d.gpuMsPerToken),
      shown(d.weightBytesPerToken === undefined ? undefined : d.weightBytesPerToken / 1e6),
      shown(d.gigabytesPerSecond),
      shown(d.gpuBytes === undefined ? undefined : d.gpuBytes / 1e6),
      d.maxSlots === undefined ? '' : `${d.maxSlots}`,
    ]),
  );
}

function ratioTable(ratios: readonly Ratio[]): string {
  return table(
    ['transformer', 'work', 'contender', 'against', 'times as fast'],
    ratios.map((r) => [r.transformer, r.work, r.contender, `${r.against}, ${r.backend}`, shown(r.speedup)]),
  );
}

function pictureTable(pictures: readonly PictureFigure[]): string {
  return table(
    [
      'model',
      'grid',
      'backend',
      'runs',
      'first token ms',
      'first preview ms',
      'first window ms',
      'decoder ms',
    ],
    pictures.map((p) => [
      p.model,
      p.grid,
      p.backend,
      `${p.runs}`,
      shown(p.firstTokenMs),
      shown(p.firstPreviewMs),
      shown(p.firstWindowMs),
      shown(p.decodeMs),
    ]),
  );
}
