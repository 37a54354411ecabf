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
  /** Milliseconds of processor time of this thread; the wall's clock where absent. */
  readonly encodeClock?: () => number;
  readonly start: (backend: BackendName) => Promise<Backend>;
  readonly rivals: Rivals;
}

export interface BenchOptions {
  readonly backends: readonly BackendName[];
  readonly extent: Extent;
  readonly runs: number;
  /** Part of the names of the transformers to measure, without pictures; everything when absent. */
  readonly only?: string;
  /** The shipped model: its transformer's shape, and its pictures. */
  readonly model: LoadedModel | null;
  /** @param share of the runs that are behind, 0 to 1 */
  readonly onProgress: (what: string, share: number) => void;
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
  private planned = 1;
  private behind = 0;

  constructor(
    private readonly host: BenchHost,
    private readonly options: BenchOptions,
  ) {}

  async measure(name: BackendName): Promise<void> {
    const { extent, runs, model, only } = this.options;
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
    const plan = planOf({ backend: name, software, extent, shipped }).filter(({ name: shape }) =>
      shape.includes(only ?? ''),
    );
    const decodes = plan.flatMap(({ cases }) => cases).flatMap(({ contenders }) => contenders).length;
    const pictures = this.hasPictures(name, software) ? 1 : 0;
    this.planned = (decodes + pictures) * (runs + 1);
    this.behind = 0;
    for (const transformer of plan) await this.transformer(backend, transformer);
    await this.picture(backend, software);
  }

  private tell(what: string): void {
    this.options.onProgress(what, Math.min(1, this.behind / this.planned));
  }

  /** Called in front of every run. */
  private readonly onRun = (what: string): void => {
    this.tell(what);
    this.behind++;
  };

  private hasPictures(name: BackendName, software: boolean): boolean {
    const { extent, model, only } = this.options;
    return (
      only === undefined &&
      model !== null &&
      extent !== 'quick' &&
      name !== 'cpu' &&
      (!software || extent === 'full')
    );
  }

  private async transformer({ name, device }: Backend, planned: PlannedTransformer): Promise<void> {
    const { runs, signal } = this.options;
    const source = randomTransformer(planned.architecture);
    const contenders = new Contenders(source, planned.architecture, device, this.host);
    try {
      for (const work of planned.cases) {
        const present: Contender[] = [];
        for (const wanted of work.contenders) {
          signal.throwIfAborted();
          this.tell(`${planned.name}: making ready ${wanted}`);
          const contender = await contenders.get(wanted);
          if (typeof contender !== 'string') present.push(contender);
          else {
            this.leftOut.push(`${wanted} beside ${name}: ${contender}`);
            this.behind += runs + 1;
          }
        }
        const options = { backend: name, transformer: planned.name, runs, onProgress: this.onRun, signal };
        this.decode.push(...(await measureCase(work, present, options)));
      }
    } finally {
      await contenders.dispose();
    }
  }

  private async picture({ name, device }: Backend, software: boolean): Promise<void> {
    const { extent, model, runs, signal } = this.options;
    if (model === null || !this.hasPictures(name, software)) {
      if (software && extent === 'standard' && this.options.only === undefined)
        this.leftOut.push(`whole pictures on ${name}: minutes each on a software adapter`);
      return;
    }
    const engine = await fastEngine(model, device);
    try {
      const figure = await measurePictures(model, engine, {
        backend: name,
        runs,
        onProgress: this.onRun,
        signal,
      });
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
