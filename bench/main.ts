// `npm run bench`: `tessera bench` with the same flags, on both backends where --backend names none.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TESSERA = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const flags = process.argv.slice(2);
const named = flags.some((flag) => flag === '--backend' || flag.startsWith('--backend='));
// A process each, since a backend's libraries stay loaded; --json then prints a value for each.
for (const backend of named ? [null] : ['wasm', 'webgpu']) {
  const words = ['bench', ...flags, ...(backend === null ? [] : ['--backend', backend])];
  const { status } = spawnSync(process.execPath, [...process.execArgv, TESSERA, ...words], {
    stdio: 'inherit',
  });
  process.exitCode ||= status ?? 1;
}
