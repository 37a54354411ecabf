import { cpus, loadavg } from 'node:os';
import type { Backend, BackendName } from '../../src/networks/tf.ts';
import type { BenchHost } from '../measure/runBench.ts';
import { onnxContender, OnnxSequence } from '../rivals/onnxRuntime.ts';
import { pyTorchContender } from '../rivals/pyTorch.ts';
import { threadClock } from './threadClock.ts';

/** Threads of the WASM backend in Node, and so of everybody beside it. */
const THREADS = 1;

/** The bench in Node; other runtimes take part on the same cores. */
export function nodeHost(start: (backend: BackendName) => Promise<Backend>): BenchHost {
  const [{ model } = { model: 'unknown processor' }] = cpus();
  return {
    platform: `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${model}`,
    cores: cpus().length,
    load: () => loadavg()[0],
    encodeClock: threadClock(),
    start,
    rivals: {
      'onnxruntime-web': async (source, architecture) => {
        const place = { provider: 'wasm', threads: THREADS } as const;
        return onnxContender(await OnnxSequence.open(source, architecture, place), architecture);
      },
      PyTorch: async (_, architecture) =>
        (await pyTorchContender(architecture, THREADS)) ??
        'this machine has no PyTorch (PYTHON names an interpreter)',
    },
  };
}
