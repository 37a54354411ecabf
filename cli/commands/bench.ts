import type { Extent } from '../../bench/measure/plan.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { BACKENDS } from '../../src/networks/tf.ts';
import { expectPositionals, usage } from '../arguments.ts';
import { startNamed } from '../backend.ts';
import type { Command } from '../command.ts';
import { openModel, shippedIds } from '../io/models.ts';

const MOST_RUNS = 100;

export const bench: Command = {
  name: 'bench',
  summary: 'measures decoding beside other runtimes',
  help: `
tessera bench [--backend wasm|webgpu|cpu] [flags]
  --backend NAME   what is measured (wasm)
  --runs N         runs of each, of which the median is told (5)
  --quick          a tiny transformer only: seconds
  --full           also 24 layers x 1024, larger grids, and whole pictures on a software adapter
  --only TEXT      only transformers with TEXT in their name (shapes as in the table), and no pictures
  --model MODEL    whose shape and pictures are measured (the shipped one with the largest transformer)`,
  flags: { backend: 'value', runs: 'value', quick: 'switch', full: 'switch', only: 'value', model: 'value' },
  async run(args, terminal) {
    expectPositionals('bench', args.positionals, []);
    const runs = args.integer('runs') ?? 5;
    if (runs < 1 || runs > MOST_RUNS) throw usage(`--runs is ${runs}`, `give 1 to ${MOST_RUNS}`);
    if (args.on('quick') && args.on('full')) throw usage('--quick and --full exclude each other', 'give one');
    const extent: Extent = args.on('quick') ? 'quick' : args.on('full') ? 'full' : 'standard';
    const id = args.text('model');
    const [{ nodeHost }, { runBench }, { formatReport }] = await Promise.all([
      import('../../bench/node/host.ts'),
      import('../../bench/measure/runBench.ts'),
      import('../../bench/report/formatReport.ts'),
    ]);
    const report = await runBench(nodeHost(startNamed), {
      backends: [args.choice('backend', BACKENDS) ?? 'wasm'],
      extent,
      only: args.text('only'),
      runs,
      model: id === undefined ? await largestModel() : await openModel(id),
      onProgress: (what) => terminal.step(what),
      signal: new AbortController().signal,
    });
    terminal.clearBar();
    terminal.result(report);
    terminal.say(formatReport(report));
  },
};

async function largestModel(): Promise<LoadedModel | null> {
  const models = await Promise.all((await shippedIds()).map((id) => openModel(id)));
  const sizeOf = ({ manifest: { transformer } }: LoadedModel) =>
    transformer === null ? 0 : transformer.layers * transformer.width ** 2;
  return models.sort((a, b) => sizeOf(b) - sizeOf(a)).at(0) ?? null;
}
