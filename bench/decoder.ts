// `npx tsx bench/decoder.ts [--runs N] [--side TOKENS] [--full]`: one picture by the decoder's kernels and by tfjs, on the same
// WebGPU device; --full adds the published architecture. 5 pictures of 16 tokens a side each; on a software adapter, which takes
// minutes for such a picture, 3 of 8. Prints a JSON line for each.
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { startNamed } from '../cli/backend.ts';
import { openModel } from '../cli/io/models.ts';
import { vulkanEnvironment } from '../scripts/vulkanEnvironment.mjs';
import type { VqganArchitecture } from '../src/core/architecture.ts';
import { SOFTWARE_ADAPTER } from '../src/runtime/backendChoice.ts';
import { measureDecoders } from './measure/vqganCase.ts';

/** Reference section 1.9. */
const PUBLISHED: Partial<VqganArchitecture> = {
  channels: 128,
  multipliers: [1, 1, 2, 2, 4],
  residualBlocks: 2,
  decoderAttention: [false, false, false, false, true],
  zChannels: 256,
  embedDim: 256,
  patch: 1,
};

// A borrowed Vulkan driver has to be in the environment from the start.
const environment = vulkanEnvironment(process.env.CHROMIUM_PATH);
if (Object.keys(environment).length > 0) {
  const again = [...process.execArgv, ...process.argv.slice(1)];
  const options = { env: { ...process.env, ...environment }, stdio: 'inherit' } as const;
  process.exitCode = spawnSync(process.execPath, again, options).status ?? 1;
} else {
  await measure();
}

async function measure(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: 'string' }, side: { type: 'string' }, full: { type: 'boolean' } },
  });
  const { device, adapter } = await startNamed('webgpu');
  const software = SOFTWARE_ADAPTER.test(adapter ?? '');
  const runs = Number(values.runs ?? (software ? 3 : 5));
  const side = Number(values.side ?? (software ? 8 : 16));
  const shipped = (await openModel('landscapes')).imageStage;
  const networks: [string, VqganArchitecture][] = [['landscapes', shipped]];
  if (values.full) networks.push(['published', { ...shipped, ...PUBLISHED }]);
  for (const [name, architecture] of networks) {
    const one = {
      name,
      architecture,
      height: side,
      width: side,
      runs,
      format: 'f16',
      processorTime,
    } as const;
    const figure = await measureDecoders(device!, one);
    process.stdout.write(`${JSON.stringify({ adapter, load: loadavg()[0], ...figure })}\n`);
  }
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
