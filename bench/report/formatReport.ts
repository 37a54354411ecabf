import type { BackendFacts, BenchReport } from './report.ts';
import { shown, type Table, tablesOf } from './tables.ts';

/** The report as Markdown, as docs/performance.md has it. */
export function formatReport(report: BenchReport): string {
  const { platform, cores, load, backends, leftOut } = report;
  return [
    `${platform}, ${cores} cores${load === null ? '' : `, load average ${shown(load)} at the start`}.`,
    ...backends.map(backendLine),
    ...tablesOf(report).map(markdown),
    ...leftOut.map((what) => `Not measured: ${what}.`),
  ].join('\n\n');
}

function markdown({ header, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function backendLine({ backend, adapter, software, features, copyGigabytesPerSecond }: BackendFacts): string {
  const facts = [
    adapter === null ? '' : `${adapter}${software ? ' (software)' : ''}`,
    features.length > 0 ? features.join(', ') : '',
    copyGigabytesPerSecond === null ? '' : `copies ${shown(copyGigabytesPerSecond)} GB/s`,
  ];
  return [`Backend ${backend}`, ...facts.filter(Boolean)].join('; ');
}
