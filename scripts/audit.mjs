// Known weaknesses of what the site ships; the rule is in SECURITY.md. Exits 1 on a high or critical one, and 0, saying
// so, where no advisory service can be reached.
import { spawnSync } from 'node:child_process';

/** Advisories that do not reach us, by their address, with the reason. */
const EXCUSED = {};

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000 });
let report = null;
try {
  report = JSON.parse(stdout);
} catch {
  // No JSON: npm could not even begin.
}
if (!report?.vulnerabilities) {
  console.log(
    `audit: not done: ${report?.message ?? report?.error?.summary ?? 'the advisory service did not answer'}`,
  );
  process.exit(0);
}

const found = Object.values(report.vulnerabilities).flatMap(({ name, severity, via }) =>
  via
    .filter((one) => typeof one === 'object' && !(one.url in EXCUSED))
    .map(({ title, url }) => ({ name, severity, title, url })),
);
for (const { name, severity, title, url } of found)
  console.log(`audit: ${severity}: ${name}: ${title} (${url})`);
const grave = found.filter(({ severity }) => severity === 'high' || severity === 'critical');
console.log(`audit: ${found.length} known, ${grave.length} high or critical`);
process.exit(grave.length > 0 ? 1 : 0);
