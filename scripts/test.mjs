// `npm test`: types, lint, layer rule, unit tests, training tests (where PyTorch is present), end-to-end tests.
// Prints a last line such as `tests: 240 passed, 0 failed, 2 skipped`; exits 1 if anything failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

import { findChromium } from './findChromium.mjs';
import { Lane } from './lane.mjs';

const REPORTS = 'test-results';
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
let broken = false;
const chromium = findChromium();

// Two lanes, since neither keeps two cores busy: browsers wait for pages, and unit tests for one worker.
const pages = new Lane({ later: true });
await Promise.all([checkCode(new Lane({ later: false })), checkPages(pages)]);
pages.print();

console.log(`\ntests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(broken || total.failed > 0 ? 1 : 0);

async function checkCode(lane) {
  await check(lane, 'types', 'npx', ['tsc', '--noEmit']);
  await check(lane, 'lint', 'npm', ['run', '-s', 'lint']);
  await check(lane, 'layers', 'npm', ['run', '-s', 'layers']);
  const report = `${REPORTS}/unit.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`];
  await run(lane, 'unit', 'npx', ['vitest', 'run', ...reporters], { CHROMIUM_PATH: chromium });
  add(vitestCounts(report));
  add(await trainingTests(lane));
}

async function checkPages(lane) {
  const report = `${REPORTS}/e2e.json`;
  await check(lane, 'build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
  await run(lane, 'end to end', 'npx', ['playwright', 'test', '--reporter=list,json'], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  add(playwrightCounts(report));
}

async function run(lane, title, command, args, env = {}) {
  const { ok } = await lane.run(title, command, args, env);
  if (!ok) broken = true;
  return ok;
}

async function check(lane, title, command, args) {
  if (await run(lane, title, command, args)) total.passed++;
  else total.failed++;
}

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

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

async function trainingTests(lane) {
  const python = ['/usr/bin/python3', 'python3'].find(
    (path) => spawnSync(path, ['-c', 'import torch, numpy, PIL'], { stdio: 'ignore' }).status === 0,
  );
  if (!python) {
    console.log('\n== training: skipped, PyTorch is not installed (training/README.md says how)');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const args = ['-m', 'unittest', 'discover', '-s', 'training/tests', '-t', '.'];
  const { ok, output } = await lane.run('training', python, args);
  const count = (pattern) => Number(pattern.exec(output)?.[1] ?? 0);
  const failed = count(/failures=(\d+)/) + count(/errors=(\d+)/);
  const skipped = count(/skipped=(\d+)/);
  if (!ok) broken = true;
  return {
    passed: Math.max(0, count(/Ran (\d+) tests?/) - failed - skipped),
    failed: ok ? 0 : Math.max(1, failed),
    skipped,
  };
}
