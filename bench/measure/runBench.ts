import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import type { Backend, BackendName } from '../../src/networks/tf.ts';
import { SOFTWARE_ADAPTER } from '../../src/runtime/backendChoice.ts';
import { fastEngine } from '../../src/runtime/fastEngine.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { ratiosOf } from '../report/ratios.ts';
import type { BackendFacts, BenchReport, DecodeFigure, PictureFigure } from '../report/report.ts';
import { type Contender } from './contender.ts';
import { Contenders, type Rivals } from './contenders.ts';
import { copyBandwidth } from './copyBandwidth.ts';
import { measureCase } from './decodeFigures.ts';
import { measurePictures } from './pictures.ts';
import { type Extent, type PlannedTransformer, planOf } from './plan.ts';
import { positionFigure } from './positions.ts';
import { randomTransformer } from './randomTransformer.ts';

/** What differs between the command and the page. */
export interface BenchHost {
  readonly platform: string;
  readonly cores: number;
  readonly load: () => number | null;
  readonly start: (backend: BackendName) => Promise<Backend>;
  readonly rivals: Rivals;
}

export interface BenchOptions {
  readonly backends: readonly BackendName[];
  readonly extent: Extent;
  readonly runs: number;
  /** The shipped model: its transformer's shape, and its pictures. */
  readonly model: LoadedModel | null;
  readonly onProgress: (what: string) => void;
  readonly signal: AbortSignal;
}

const GRIDS = [
  [16, 16],
  [32, 32],
  [64, 64],
  [52, 80],
];

/** Every table of the report, measured now. @throws TesseraError of the backends and engines; AbortError */
export async function runBench(host: BenchHost, options: BenchOptions): Promise<BenchReport> {
  const load = host.load();
  const bench = new Bench(host, options);
  for (const backend of options.backends) await bench.measure(backend);
  const { backends, decode, pictures, leftOut } = bench;
  return {
    version: 1,
    when: new Date().toISOString(),
    platform: host.platform,
    cores: host.cores,
    load,
    backends,
    positions: GRIDS.map(([height, width]) => positionFigure(height, width)),
    decode,
    ratios: ratiosOf(decode),
    pictures,
    leftOut: [...new Set(leftOut)],
  };
}

class Bench {
  readonly backends: BackendFacts[] = [];
  readonly decode: DecodeFigure[] = [];
  readonly pictures: PictureFigure[] = [];
  readonly leftOut: string[] = [];

  constructor(
    private readonly host: BenchHost,
    private readonly options: BenchOptions,
  ) {}

  async measure(name: BackendName): Promise<void> {
    const { extent, runs, model } = this.options;
    const backend = await this.host.start(name);
    const { device, adapter } = backend;
    const software = adapter !== null && SOFTWARE_ADAPTER.test(adapter);
    this.backends.push({
      backend: name,
      adapter,
      software,
      features: device ? [...device.features].sort() : [],
      copyGigabytesPerSecond: device && (await copyBandwidth(device, runs)),
    });
    const shipped = model && shippedTransformer(model);
    for (const transformer of planOf({ backend: name, software, extent, shipped }))
      await this.transformer(backend, transformer);
    await this.picture(backend, software);
  }

  private async transformer({ name, device }: Backend, planned: PlannedTransformer): Promise<void> {
    const { runs, onProgress, signal } = this.options;
    const source = randomTransformer(planned.architecture);
    const contenders = new Contenders(source, planned.architecture, device, this.host.rivals);
    try {
      for (const work of planned.cases) {
        const present: Contender[] = [];
        for (const wanted of work.contenders) {
          signal.throwIfAborted();
          onProgress(`${planned.name}: making ready ${wanted}`);
          const contender = await contenders.get(wanted);
          if (typeof contender === 'string') this.leftOut.push(`${wanted} beside ${name}: ${contender}`);
          else present.push(contender);
        }
        const options = { backend: name, transformer: planned.name, runs, onProgress, signal };
        this.decode.push(...(await measureCase(work, present, options)));
      }
    } finally {
      await contenders.dispose();
    }
  }

  private async picture({ name, device }: Backend, software: boolean): Promise<void> {
    const { extent, model, runs, onProgress, signal } = this.options;
    if (model === null || extent === 'quick' || name === 'cpu') return;
    if (software && extent !== 'full') {
      this.leftOut.push(
        `whole pictures on ${name}: minutes each on a software adapter (--full measures them)`,
      );
      return;
    }
    const engine = await fastEngine(model, device);
    try {
      const figure = await measurePictures(model, engine, { backend: name, runs, onProgress, signal });
      if (figure !== null) this.pictures.push(figure);
    } finally {
      engine.dispose();
      await model.dispose();
    }
  }
}

function shippedTransformer({
  manifest,
}: LoadedModel): { name: string; architecture: TransformerArchitecture } | null {
  const { id, transformer } = manifest;
  return transformer && { name: id, architecture: transformer };
}
