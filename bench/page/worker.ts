import { parseManifest } from '../../src/checkpoint/manifestSchema.ts';
import { reportOf, TesseraError } from '../../src/core/errors.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import { type BenchHost, runBench } from '../measure/runBench.ts';
import type { BenchRequest, FromBench } from './protocol.ts';

/** The listed models as served beside the page. */
interface ModelList {
  readonly models: readonly { readonly url: string }[];
}

const post = (message: FromBench) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<BenchRequest>) => {
  run(data).catch((error: unknown) => post({ type: 'failed', error: reportOf(error) }));
});

async function run({ backend, extent, runs, site }: BenchRequest): Promise<void> {
  const host: BenchHost = {
    platform: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    load: () => null,
    start: (name) => startBackend(name, { wasmPath: `${site}wasm/` }),
    rivals: {},
  };
  const report = await runBench(host, {
    backends: [backend],
    extent,
    runs,
    model: extent === 'quick' ? null : await firstModel(site),
    onProgress: (what, share) => post({ type: 'progress', what, share }),
    signal: new AbortController().signal,
  });
  post({ type: 'report', report });
}

/** The first shipped model; its weights are fetched when they are needed. */
async function firstModel(site: string): Promise<LoadedModel | null> {
  const { models } = (await (await get(`${site}models/index.json`)).json()) as ModelList;
  if (models.length === 0) return null;
  const folder = new URL(models[0].url, site).href;
  const manifest = parseManifest(await (await get(`${folder}model.json`)).text());
  return new LoadedModel(manifest, async ({ path }) => {
    return new Uint8Array(await (await get(folder + path)).arrayBuffer());
  });
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => null);
  if (response?.ok) return response;
  throw new TesseraError(
    'network-failed',
    `${url} was not answered`,
    'look after the connection and run it again',
  );
}
