/** One decode of one engine, repeated; times are medians. */
export interface DecodeFigure {
  readonly engine: string;
  readonly transformer: string;
  /** What was decoded, for instance `8 tokens behind a prefix`. */
  readonly work: string;
  readonly runs: number;
  readonly positions: number;
  readonly tokens: number;
  readonly msPerToken: number;
  readonly tokensPerSecond: number;
  readonly dispatchesPerToken?: number;
  readonly encodeMsPerToken?: number;
  /** Bytes of weights read per token, over the time. */
  readonly gigabytesPerSecond?: number;
  readonly gpuBytes?: number;
}

/** Positions that a grid costs, by window mode. */
export interface PositionFigure {
  readonly grid: string;
  readonly reference: number;
  readonly exact: number;
  readonly stride4: number;
  readonly stride8: number;
  readonly slots4: number;
  readonly slots8: number;
}

export interface BenchReport {
  readonly adapter: string;
  /** GB/s of a buffer copy, reading and writing counted. */
  readonly copyGigabytesPerSecond: number;
  readonly load: number;
  readonly positions: readonly PositionFigure[];
  readonly decode: readonly DecodeFigure[];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const factor = (all: number, some: number) => `${some} (1/${(all / some).toPrecision(3)})`;
const shown = (value: number | undefined, digits = 3) =>
  value === undefined ? '' : Number(value.toPrecision(digits)).toString();

/** The report as Markdown tables, as docs/performance.md has them. */
export function formatReport({
  adapter,
  copyGigabytesPerSecond,
  load,
  positions,
  decode,
}: BenchReport): string {
  return [
    `Adapter: ${adapter}. Copy bandwidth: ${shown(copyGigabytesPerSecond)} GB/s. Load average at the start: ${shown(load)}.`,
    table(
      ['grid', 'reference rule', 'exact, one cache', 'stride-4', 'stride-8', 'live caches 4 / 8'],
      positions.map((p) => [
        p.grid,
        `${p.reference}`,
        factor(p.reference, p.exact),
        factor(p.reference, p.stride4),
        factor(p.reference, p.stride8),
        `${p.slots4} / ${p.slots8}`,
      ]),
    ),
    table(
      [
        'transformer',
        'engine',
        'work',
        'positions',
        'ms a token',
        'tokens/s',
        'dispatches a token',
        'CPU encode ms a token',
        'GB/s of weights',
        'GPU MB',
      ],
      decode.map((d) => [
        d.transformer,
        d.engine,
        `${d.work}, ${d.runs} runs`,
        `${d.positions}`,
        shown(d.msPerToken),
        shown(d.tokensPerSecond),
        shown(d.dispatchesPerToken, 4),
        shown(d.encodeMsPerToken),
        shown(d.gigabytesPerSecond),
        d.gpuBytes === undefined ? '' : shown(d.gpuBytes / 1e6),
      ]),
    ),
  ].join('\n\n');
}
