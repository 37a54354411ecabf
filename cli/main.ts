import { spawnSync } from 'node:child_process';
import { vulkanEnvironment } from '../scripts/vulkanEnvironment.mjs';
import { tessera } from './tessera.ts';

/**
 * WebGPU on a machine without a Vulkan driver borrows Chromium's, whose place has to be in the environment from the
 * start: then the command runs in a process of its own. null when that is not needed.
 */
function inVulkanProcess(words: readonly string[]): number | null {
  const wanted = words.includes('--backend=webgpu') || words[words.indexOf('--backend') + 1] === 'webgpu';
  const environment = wanted ? vulkanEnvironment(process.env.CHROMIUM_PATH) : {};
  if (Object.keys(environment).length === 0) return null;
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  return status ?? 1;
}

const words = process.argv.slice(2);
process.exitCode = inVulkanProcess(words) ?? (await tessera(words));
