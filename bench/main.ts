// `npm run bench`: the tables of docs/performance.md, measured here. --json for one JSON value, --full for the
// transformer of the published models too, --runs N (5).
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { DAWN_OPTIONS, vulkanEnvironment } from '../scripts/vulkanEnvironment.mjs';
import { formatReport } from './report.ts';

const environment = vulkanEnvironment(process.env.CHROMIUM_PATH);
if (Object.keys(environment).length > 0) {
  // The driver's place has to be in the environment before a process starts.
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
  },
});
const { create, globals } = await import('webgpu');
const gpu = create(DAWN_OPTIONS);
Object.assign(globalThis, globals);
Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });

const { runBench } = await import('./runBench.ts');
const report = await runBench({
  gpu,
  full: values.full,
  runs: Number(values.runs),
  onProgress: (what) => process.stderr.write(`${what}\n`),
});
console.log(values.json ? JSON.stringify(report) : formatReport(report));
process.exit(0); // Dawn would keep the process alive
