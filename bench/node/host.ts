import { cpus, loadavg } from 'node:os';
import type { Backend, BackendName } from '../../src/networks/tf.ts';
import type { BenchHost } from '../measure/runBench.ts';
import { onnxContender } from '../rivals/onnxRuntime.ts';
import { pyTorchContender } from '../rivals/pyTorch.ts';

/** Threads of the WASM backend in Node, and so of everybody beside it. */
const THREADS = 1;

/** The bench in Node; other runtimes take part on the same cores. */
export function nodeHost(start: (backend: BackendName) => Promise<Backend>): BenchHost {
  const [{ model } = { model: 'unknown processor' }] = cpus();
  return {
    platform: `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${model}`,
    cores: cpus().length,
    load: () => loadavg()[0],
    start,
    rivals: {
      'onnxruntime-web': (source, architecture) => onnxContender(source, architecture, THREADS),
      PyTorch: async (_, architecture) =>
        (await pyTorchContender(architecture, THREADS)) ??
        'this machine has no PyTorch (PYTHON names an interpreter)',
    },
  };
}
