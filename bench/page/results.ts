import type { BenchReport } from '../report/report.ts';
import { shown, type Table, tablesOf } from '../report/tables.ts';
import { element } from './elements.ts';
import { MESSAGES } from './messages.ts';

/** The report for people. */
export function resultsOf(report: BenchReport): HTMLElement[] {
  const parts = [factsOf(report), ...tablesOf(report).map(tableOf)];
  if (report.leftOut.length === 0) return parts;
  const items = report.leftOut.map((what) => element('li', {}, what));
  return [
    ...parts,
    element(
      'section',
      { class: 'left-out' },
      element('h2', {}, MESSAGES.leftOut),
      element('ul', {}, ...items),
    ),
  ];
}

function factsOf({ backends, cores, platform }: BenchReport): HTMLElement {
  const { facts } = MESSAGES;
  const [{ adapter, features, copyGigabytesPerSecond: bandwidth }] = backends;
  const pairs: (readonly [string, string])[] = [];
  if (adapter !== null) {
    pairs.push([facts.adapter, adapter || facts.unknown]);
    pairs.push([facts.features, features.join(', ') || facts.none]);
  }
  if (bandwidth !== null) pairs.push([facts.bandwidth, facts.gigabytesPerSecond(shown(bandwidth))]);
  pairs.push([facts.cores, `${cores}`], [facts.browser, platform]);
  const rows = pairs.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value)),
  );
  return element(
    'section',
    {},
    element('h2', {}, MESSAGES.machine),
    element('dl', { class: 'facts' }, ...rows),
  );
}

/** Wide tables scroll inside their own region, reachable by keyboard. */
function tableOf({ id, header, rows }: Table): HTMLElement {
  const title = MESSAGES.tables[id];
  const isNumber = header.map((_, column) => rows.every((row) => /^[\d.]*$/.test(row[column])));
  const kind = (column: number): Record<string, string> => (isNumber[column] ? { class: 'number' } : {});
  const head = header.map((text, column) => element('th', { scope: 'col', ...kind(column) }, text));
  const body = rows.map((row) => {
    const [first, ...rest] = row;
    const cells = rest.map((text, i) => element('td', kind(i + 1), text));
    return element('tr', {}, element('th', { scope: 'row' }, first), ...cells);
  });
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
  const scroller = element(
    'div',
    { class: 'scroller', role: 'region', 'aria-label': title, tabindex: '0' },
    table,
  );
  return element('section', {}, element('h2', {}, title), scroller);
}
