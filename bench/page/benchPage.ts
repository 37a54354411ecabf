import type { Extent } from '../measure/plan.ts';
import type { BenchReport } from '../report/report.ts';
import { chosen, element, radios } from './elements.ts';
import { Measuring } from './measuring.ts';
import { MESSAGES } from './messages.ts';
import type { BenchRequest } from './protocol.ts';
import { resultsOf } from './results.ts';

const RUNS = 5;

/** What the start script looks at. */
interface BenchPage {
  readonly root: HTMLElement;
  readonly backend: HTMLFieldSetElement;
  readonly note: HTMLElement;
}

/** The page: choices, one button, progress, tables. @param site root of the site, with a trailing slash */
export function benchPage(site: string): BenchPage {
  const backend = radios('backend', MESSAGES.backend, [
    { value: 'webgpu', label: MESSAGES.webgpu },
    { value: 'wasm', label: MESSAGES.wasm },
  ]);
  const extent = radios('extent', MESSAGES.extent, [
    { value: 'standard', label: MESSAGES.standard, note: MESSAGES.standardNote },
    { value: 'full', label: MESSAGES.full, note: MESSAGES.fullNote },
    { value: 'quick', label: MESSAGES.quick, note: MESSAGES.quickNote },
  ]);
  const button = (text: string, kind: string) => element('button', { type: 'button', class: kind }, text);
  const [run, cancel, copy] = [
    button(MESSAGES.run, 'primary'),
    button(MESSAGES.cancel, 'plain'),
    button(MESSAGES.copy, 'plain'),
  ];
  const bar = element('progress', { max: '1', value: '0', 'aria-label': MESSAGES.progress });
  const status = element('p', { role: 'status', class: 'status' }, MESSAGES.idle);
  const problem = element('p', { role: 'alert', class: 'problem' });
  const note = element('p', { class: 'note' });
  const tables = element('div', { class: 'tables' });
  const json = element('pre', { class: 'json', tabindex: '0', 'aria-label': MESSAGES.results });
  let running: Measuring | null = null;
  let report: BenchReport | null = null;

  const show = (): void => {
    const isRunning = running !== null;
    run.disabled = isRunning;
    cancel.disabled = !isRunning;
    copy.disabled = report === null || isRunning;
    backend.disabled = extent.disabled = isRunning;
    bar.classList.toggle('at-rest', !isRunning);
    json.hidden = true;
    problem.hidden = problem.textContent === '';
  };

  run.onclick = async () => {
    const started = performance.now();
    const request: BenchRequest = {
      backend: chosen(backend) as BenchRequest['backend'],
      extent: chosen(extent) as Extent,
      runs: RUNS,
      site,
    };
    report = null;
    tables.replaceChildren();
    problem.textContent = '';
    bar.value = 0;
    const mine = new Measuring(request, (what, share) => {
      bar.value = share;
      status.textContent = MESSAGES.step(share, what);
    });
    running = mine;
    show();
    const result = await mine.result;
    running = null;
    if ('code' in result) {
      status.textContent = '';
      problem.textContent = MESSAGES.errorLine(result.message, result.advice);
    } else {
      report = result;
      tables.replaceChildren(...resultsOf(report));
      bar.value = 1;
      status.textContent = MESSAGES.done(Math.round((performance.now() - started) / 1000));
    }
    show();
  };

  cancel.onclick = () => {
    running?.cancel();
    running = null;
    bar.value = 0;
    status.textContent = MESSAGES.cancelled;
    show();
    run.focus();
  };

  copy.onclick = async () => {
    const text = JSON.stringify(report, null, 2);
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = MESSAGES.copied;
    } catch {
      status.textContent = MESSAGES.notCopied;
      json.textContent = text;
      json.hidden = false;
    }
  };

  show();
  const controls = element(
    'section',
    { class: 'panel', 'aria-label': MESSAGES.title },
    element('div', { class: 'choices' }, backend, extent),
    note,
    element('div', { class: 'buttons' }, run, cancel, copy),
    bar,
    status,
    problem,
    json,
  );
  const root = element(
    'main',
    { class: 'bench' },
    element('nav', {}, element('a', { href: site }, `← ${MESSAGES.studio}`)),
    element('h1', {}, MESSAGES.title),
    element('p', { class: 'about' }, MESSAGES.about),
    controls,
    element('section', { 'aria-label': MESSAGES.results, class: 'results' }, tables),
  );
  return { root, backend, note };
}
