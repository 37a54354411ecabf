import type { BenchReport, DecodeFigure, PictureFigure, PositionFigure, Ratio } from './report.ts';

/** One table of the report as text; columns in which nothing is known are left out. */
export interface Table {
  readonly id: 'positions' | 'decode' | 'ratios' | 'pictures';
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const factor = (all: number, some: number) => `${some} (1/${(all / some).toPrecision(3)})`;

/** Three digits that count; empty for what is not known. */
export function shown(value: number | null | undefined, digits = 3): string {
  return value === undefined || value === null ? '' : Number(value.toPrecision(digits)).toString();
}

/** The tables that have rows. */
export function tablesOf({ positions, decode, ratios, pictures }: BenchReport): Table[] {
  const tables = [decodeTable(decode), ratioTable(ratios), pictureTable(pictures), positionTable(positions)];
  return tables.filter(({ rows }) => rows.length > 0).map(withoutEmptyColumns);
}

function withoutEmptyColumns({ id, header, rows }: Table): Table {
  const known = header.map((_, column) => rows.some((row) => row[column] !== ''));
  const keep = (cells: readonly string[]) => cells.filter((_, column) => known[column]);
  return { id, header: keep(header), rows: rows.map(keep) };
}

function positionTable(positions: readonly PositionFigure[]): Table {
  return {
    id: 'positions',
    header: ['grid', 'reference rule', 'exact, one cache', 'stride-4', 'stride-8', 'live caches 4 / 8'],
    rows: positions.map((p) => [
      p.grid,
      `${p.reference}`,
      factor(p.reference, p.exact),
      factor(p.reference, p.stride4),
      factor(p.reference, p.stride8),
      `${p.slots4} / ${p.slots8}`,
    ]),
  };
}

function decodeTable(decode: readonly DecodeFigure[]): Table {
  return {
    id: 'decode',
    header: [
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
    rows: decode.map((d) => [
      d.transformer,
      d.work,
      `${d.contender}, ${d.backend}`,
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
  };
}

function ratioTable(ratios: readonly Ratio[]): Table {
  return {
    id: 'ratios',
    header: ['transformer', 'work', 'contender', 'against', 'times as fast'],
    rows: ratios.map((r) => [
      r.transformer,
      r.work,
      `${r.contender}, ${r.backend}`,
      r.against,
      shown(r.speedup),
    ]),
  };
}

function pictureTable(pictures: readonly PictureFigure[]): Table {
  return {
    id: 'pictures',
    header: [
      'model',
      'grid',
      'backend',
      'runs',
      'first token ms',
      'first preview ms',
      'first window ms',
      'decoder ms',
    ],
    rows: pictures.map((p) => [
      p.model,
      p.grid,
      p.backend,
      `${p.runs}`,
      shown(p.firstTokenMs),
      shown(p.firstPreviewMs),
      shown(p.firstWindowMs),
      shown(p.decodeMs),
    ]),
  };
}
