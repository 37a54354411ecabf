// WebGPU in Node (Dawn) needs a Vulkan loader and a driver. Machines without either can borrow the software Vulkan
// that comes with Chromium; both variables must be set before a process starts, so this is for those that start others.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SYSTEM_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
const CHROMIUM_FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/**
 * Options for `create` of the `webgpu` package. With this Vulkan extension the software driver compiles a store for every
 * word of workgroup memory, seconds for a matrix product; without it Dawn clears the memory in a loop.
 */
export const DAWN_OPTIONS = ['disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension'];

/**
 * Variables to add to the environment of a process that uses WebGPU in Node; empty where the machine has its own driver.
 * @param {string} [chromium] path of a Chromium whose folder is looked at first
 * @returns {Record<string, string>}
 */
export function vulkanEnvironment(chromium) {
  const { VK_ICD_FILENAMES, VK_DRIVER_FILES, LD_LIBRARY_PATH } = process.env;
  const ownDriver = SYSTEM_DRIVERS.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  if (process.platform !== 'linux' || VK_ICD_FILENAMES || VK_DRIVER_FILES || ownDriver) return {};
  const folders = chromium ? [dirname(chromium), ...CHROMIUM_FOLDERS] : CHROMIUM_FOLDERS;
  const folder = folders.find((candidate) => existsSync(join(candidate, 'vk_swiftshader_icd.json')));
  if (!folder) return {};
  return {
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: [folder, LD_LIBRARY_PATH].filter(Boolean).join(':'),
  };
}
