/** Options for `create` of the `webgpu` package. */
export const DAWN_OPTIONS: string[];
/** Variables to add to the environment of a process that uses WebGPU in Node. */
export function vulkanEnvironment(chromium?: string): Record<string, string>;
