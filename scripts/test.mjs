// `npm test`: types, lint, layer rule, unit tests, training tests (where PyTorch is present), end-to-end tests.
// Prints a last line such as `tests: 240 passed, 0 failed, 2 skipped`; exits 1 if anything failed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

import { findChromium } from './findChromium.mjs';

const REPORTS = 'test-results';
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

function run(title, command, args, env = {}) {
  console.log(`\n== ${title}`);
  const begin = Date.now();
  const result = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (result.status !== 0) broken = true;
  const seconds = Math.round((Date.now() - begin) / 1000);
  console.log(`== ${title}: ${result.status === 0 ? 'done' : 'FAILED'} in ${seconds} s`);
  return result.status === 0;
}

function check(title, command, args) {
  if (run(title, command, args)) total.passed++;
  else total.failed++;
}

/** Checks of one thread each, side by side; what each says is told when it ends. */
async function checkTogether(checks) {
  const ends = checks.map(
    ([title, command, args]) =>
      new Promise((resolve) => {
        const child = spawn(command, args);
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
        child.on('error', (error) => (said += error));
        child.on('close', (status) => {
          console.log(`\n== ${title}${status === 0 ? '' : ': FAILED'}\n${said}`);
          resolve(status === 0);
        });
      }),
  );
  for (const passed of await Promise.all(ends)) total[passed ? 'passed' : 'failed']++;
}

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

const chromium = findChromium();

await checkTogether([
  ['lint', 'npm', ['run', '-s', 'lint']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['layers', 'npm', ['run', '-s', 'layers']],
]);

const unitReport = `${REPORTS}/unit.json`;
run('unit', 'npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${unitReport}`], {
  CHROMIUM_PATH: chromium,
});
add(vitestCounts(unitReport));

add(trainingTests());

const e2eReport = `${REPORTS}/e2e.json`;
check('build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
run('end to end', 'npx', ['playwright', 'test', '--reporter=list,json'], {
  CHROMIUM_PATH: chromium,
  PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport,
});
add(playwrightCounts(e2eReport));

console.log(`\ntests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(broken || total.failed > 0 ? 1 : 0);

function vitestCounts(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(path, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + (report.success ? 0 : report.numFailedTests === 0 ? 1 : 0),
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

function playwrightCounts(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(path, 'utf8'));
  if (stats.flaky) console.log(`\n== end to end: ${stats.flaky} passed only when tried again (see the list)`);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function trainingTests() {
  const python = ['/usr/bin/python3', 'python3'].find(
    (path) => spawnSync(path, ['-c', 'import torch, numpy, PIL'], { stdio: 'ignore' }).status === 0,
  );
  if (!python) {
    console.log('\n== training: skipped, PyTorch is not installed (training/README.md says how)');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  console.log('\n== training');
  const result = spawnSync(python, ['-m', 'unittest', 'discover', '-s', 'training/tests', '-t', '.'], {
    encoding: 'utf8',
  });
  const output = result.stdout + result.stderr;
  console.log(output);
  const count = (pattern) => Number(pattern.exec(output)?.[1] ?? 0);
  const failed = count(/failures=(\d+)/) + count(/errors=(\d+)/);
  const skipped = count(/skipped=(\d+)/);
  if (result.status !== 0) broken = true;
  return {
    passed: Math.max(0, count(/Ran (\d+) tests?/) - failed - skipped),
    failed: result.status !== 0 ? Math.max(1, failed) : 0,
    skipped,
  };
}
