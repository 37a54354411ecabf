/**
 * `npx tsx scripts/soak.ts [--images 200] [--model FOLDER] [--backend wasm|webgpu|cpu]`: draws picture after picture as
 * the page's worker does, from the layout to the pixels, and watches what is left behind: tensors and bytes of tfjs,
 * the heap after a collection, array buffers. Exits 1 when tensors or bytes grow, or memory keeps growing. Without
 * --model the tests' tiny model is drawn with; the figures are in docs/reliability.md.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { startNamed } from '../cli/backend.ts';
import { openModel } from '../cli/io/models.ts';
import { downsampling } from '../src/core/architecture.ts';
import { DEFAULT_SETTINGS } from '../src/core/settings.ts';
import type { BackendName } from '../src/networks/tf.ts';
import * as tf from '../src/networks/tf.ts';
import { fastEngine } from '../src/runtime/fastEngine.ts';
import { generate } from '../src/runtime/generate.ts';
import type { FromWorker } from '../src/runtime/protocol.ts';
import { writeTinyModel } from '../tests/tiny/writeTinyModel.ts';

/** Pictures until caches and compiled code are what they will be. */
const WARM = 20;
/** More than this between the warm state and the end is growth: the noise of a collection is smaller. */
const MOST_GROWTH = 16e6;

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '200' },
    model: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
  },
});
const images = Number(values.images);

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

interface Left {
  readonly tensors: number;
  readonly bytes: number;
  readonly heap: number;
  readonly buffers: number;
}

function left(): Left {
  collect();
  const { numTensors, numBytes } = tf.memory();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { tensors: numTensors, bytes: numBytes, heap: heapUsed, buffers: arrayBuffers };
}

const folder = values.model ?? (await writeTinyModel(await mkdtemp(join(tmpdir(), 'tessera-soak-'))));
const { device } = await startNamed(values.backend as BackendName);
const model = await openModel(folder);
const engine = await fastEngine(model, device);
const labels = model.manifest.conditioning[0].labels?.length ?? 1;
const side = 16 * downsampling(model.imageStage);

/** One picture; another seed and another layout each time. */
async function draw(seed: number): Promise<void> {
  let done = false;
  const post = (message: FromWorker) => (done ||= message.type === 'done' && message.pixels !== null);
  const map = new Uint8Array(side * side).map((_, i) => ((i >> 5) + seed) % labels);
  await generate(
    model,
    engine,
    seed,
    {
      height: side,
      width: side,
      settings: { ...DEFAULT_SETTINGS, kind: 'segmentation', window: 'exact', seed },
      condition: { kind: 'segmentation', map: { height: side, width: side, labels: map } },
    },
    post,
    new AbortController().signal,
  );
  if (!done) throw new Error(`picture ${seed} has no pixels`);
}

let warm: Left | null = null;
for (let image = 1; image <= images; image++) {
  await draw(image);
  if (image === Math.min(WARM, images)) warm = left();
  if (image % WARM === 0 || image === images) {
    const { tensors, bytes, heap, buffers } = left();
    const mega = (size: number) => `${(size / 1e6).toFixed(1)} MB`;
    console.log(
      `${image} pictures: ${tensors} tensors, ${bytes} bytes, heap ${mega(heap)}, buffers ${mega(buffers)}`,
    );
  }
}

const end = left();
const grew = [
  end.tensors !== warm!.tensors && 'tensors',
  end.bytes !== warm!.bytes && 'bytes of tensors',
  end.heap - warm!.heap > MOST_GROWTH && 'heap',
  end.buffers - warm!.buffers > MOST_GROWTH && 'buffers',
].filter((one) => one !== false);
console.log(grew.length > 0 ? `soak: ${grew.join(', ')} grew` : `soak: flat over ${images} pictures`);
process.exit(grew.length > 0 ? 1 : 0);
