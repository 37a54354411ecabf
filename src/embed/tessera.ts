/**
 * The engine as a module for other pages (docs/embedding.md): a model in a worker, sampled as an async iterator. What
 * it offers is said in types.ts; `npm run build:lib` makes one folder of both.
 */
import type { ConditionInput } from '../conditioning/input.ts';
import { viewDraw } from '../core/distribution.ts';
import { TesseraError } from '../core/errors.ts';
import { DEFAULT_SETTINGS, type SamplingSettings } from '../core/settings.ts';
import { windowUnder } from '../core/window.ts';
import { type LoadedModel, RuntimeClient, type Task } from '../runtime/client.ts';
import { canGuide } from '../runtime/guidance.ts';
import type { BackendReport, GenerateJob } from '../runtime/protocol.ts';
import { streamRun } from './streamRun.ts';
import type { Condition, Model, OpenModel, SampleRequest } from './types.ts';

export { TesseraError };

const CANDIDATES = 10;

/** @throws TesseraError of the download or of the model; the signal's reason */
export const openModel: OpenModel = async (folder, options = {}) => {
  const { backend = 'auto', onProgress, signal } = options;
  const wasmUrl = options.wasmUrl ?? new URL(/* @vite-ignore */ 'wasm/', import.meta.url).href;
  signal?.throwIfAborted();
  let report: BackendReport | null = null;
  let onFailure: (error: TesseraError) => void = () => undefined;
  const startFailed = new Promise<never>((_, reject) => (onFailure = reject));
  startFailed.catch(() => undefined);
  const client = new RuntimeClient({
    backend,
    wasmUrl,
    createWorker: () =>
      new Worker(new URL('../runtime/worker.ts', import.meta.url), { type: 'module', name: 'tessera' }),
    listener: {
      onBackend: (chosen) => (report = chosen),
      onFailure,
      onCrash: () => undefined,
      onTiles: () => undefined,
      onDevice: () => undefined,
      onDoubt: () => undefined,
    },
  });
  try {
    const address = new URL(folder, document.baseURI).href;
    const task = client.load(address, (progress) => onProgress?.(progress));
    const loaded = await Promise.race([untilAborted(task, signal), startFailed]);
    return modelOf(client, loaded, (report as BackendReport | null)?.backend ?? 'wasm');
  } catch (error) {
    client.close();
    throw error;
  }
};

function modelOf(
  client: RuntimeClient,
  { manifest, hash, downsampling }: LoadedModel,
  backend: BackendReport['backend'],
): Model {
  const codes = manifest.imageStage?.codes ?? 0;
  return {
    id: manifest.id,
    name: manifest.name,
    license: manifest.license,
    hash,
    kinds: manifest.conditioning.map(({ kind }) => kind),
    labels: manifest.conditioning.find(({ labels }) => labels)?.labels ?? [],
    tileSize: downsampling,
    backend,
    sample: (request, { signal } = {}) =>
      streamRun((listener) => client.generate(jobOf(request, manifest, downsampling), listener), signal),
    decode: ({ height, width, tokens }) =>
      client.decode({ height, width, tokens: Int32Array.from(tokens) }).result,
    async inspect(record, row, column) {
      const { logits, u, drawn } = await client.inspect({ about: 'token', record, row, column }).result;
      const { candidates, entropy } = viewDraw(logits, record.settings, codes, CANDIDATES);
      return { logits, u, drawn, candidates, entropy };
    },
    close: () => client.close(),
  };
}

/** The request with everything filled in that was left out. */
function jobOf(request: SampleRequest, manifest: LoadedModel['manifest'], side: number): GenerateJob {
  const { kind } = request.condition;
  const stage = manifest.conditioning.find((one) => one.kind === kind)?.stage ?? null;
  const native = windowUnder(manifest.transformer?.blockSize ?? 512, stage);
  const width = request.width ?? native.width * side;
  const height = request.height ?? native.height * side;
  const fits = width <= native.width * side && height <= native.height * side;
  const recommended = canGuide(manifest) ? manifest.sampling?.guidance : undefined;
  const guidance = request.guidance ?? recommended ?? 0;
  const settings: SamplingSettings = {
    kind,
    seed: request.seed ?? DEFAULT_SETTINGS.seed,
    temperature: request.temperature ?? DEFAULT_SETTINGS.temperature,
    topK: request.topK ?? DEFAULT_SETTINGS.topK,
    topP: request.topP ?? DEFAULT_SETTINGS.topP,
    greedy: request.greedy ?? DEFAULT_SETTINGS.greedy,
    window: request.window ?? (fits ? 'exact' : 'stride-4'),
    ...(guidance > 0 && kind !== 'none' && { guidance }),
  };
  const condition = inputOf(request.condition, height, width);
  return { width, height, settings, condition, ...(request.keep && { keep: request.keep }) };
}

function inputOf(condition: Condition, height: number, width: number): ConditionInput {
  return condition.kind === 'coordinates' ? { ...condition, height, width } : condition;
}

async function untilAborted<Result>(task: Task<Result>, signal: AbortSignal | undefined): Promise<Result> {
  const cancel = () => task.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    return await task.result;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
