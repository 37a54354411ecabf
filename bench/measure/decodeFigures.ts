import type { BackendName } from '../../src/networks/tf.ts';
import type { DecodeFigure } from '../report/report.ts';
import type { Contender, Sample } from './contender.ts';
import type { DecodeCase } from './decodeCase.ts';
import { median } from './statistics.ts';

export interface MeasureOptions {
  readonly backend: BackendName;
  readonly transformer: string;
  readonly runs: number;
  readonly onProgress: (what: string) => void;
  readonly signal?: AbortSignal;
}

/** Contenders taking turns run by run, so that what else the machine does hits all of them. */
export async function measureCase(
  work: DecodeCase,
  contenders: readonly Contender[],
  { backend, transformer, runs, onProgress, signal }: MeasureOptions,
): Promise<DecodeFigure[]> {
  const samples = new Map<Contender, Sample[]>(contenders.map((contender) => [contender, []]));
  // Run 0 compiles and is not counted.
  for (let run = 0; run <= runs; run++) {
    for (const contender of contenders) {
      signal?.throwIfAborted();
      onProgress(
        `${transformer}, ${work.work}: ${contender.name}, ${run === 0 ? 'warming up' : `run ${run} of ${runs}`}`,
      );
      const sample = await contender.run(
        run === 0 ? { ...work, tokens: Math.min(2, work.tokens) } : work,
        run,
      );
      if (run > 0) samples.get(contender)!.push(sample);
    }
  }
  return [...samples].map(([contender, all]) => figureOf(contender, work, all, { backend, transformer }));
}

function figureOf(
  contender: Contender,
  { work }: DecodeCase,
  samples: readonly Sample[],
  where: { readonly backend: BackendName; readonly transformer: string },
): DecodeFigure {
  const { tokens, positions } = samples[0];
  const msPerToken = median(samples.map((sample) => sample.elapsedMs)) / tokens;
  const perToken = (of: (sample: Sample) => number | undefined): number | undefined => {
    const values = samples.map(of);
    return values.every((value) => value !== undefined) ? median(values) / tokens : undefined;
  };
  const facts = contender.facts();
  const isOneRow = positions === tokens; // bandwidth means something for one-row steps only
  return {
    ...where,
    work,
    contender: contender.name,
    runs: samples.length,
    positions,
    tokens,
    msPerToken,
    tokensPerSecond: 1000 / msPerToken,
    dispatchesPerToken: perToken((sample) => sample.dispatches),
    encodeMsPerToken: perToken((sample) => sample.encodeMs),
    gpuMsPerToken: perToken((sample) => sample.gpuMs),
    ...facts,
    ...(isOneRow &&
      facts.weightBytesPerToken !== undefined && {
        gigabytesPerSecond: facts.weightBytesPerToken / msPerToken / 1e6,
      }),
  };
}
