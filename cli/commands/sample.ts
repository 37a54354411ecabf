import { countPositions } from '../../src/core/schedule.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { TokenGrid } from '../../src/core/grid.ts';
import {
  CONDITION_KINDS,
  DEFAULT_SETTINGS,
  LEAST_TEMPERATURE,
  MOST_GUIDANCE,
  WINDOW_MODES,
  type SamplingSettings,
} from '../../src/core/settings.ts';
import { windowOf } from '../../src/core/window.ts';
import type { DecodeEngine, Drawn } from '../../src/engine/engine.ts';
import { conditionLength } from '../../src/engine/tfjs/sequence.ts';
import { prepareCondition } from '../../src/runtime/condition.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { sample as run, scheduleOf, type SampleJob } from '../../src/runtime/sample.ts';
import { expectPositionals, type Arguments } from '../arguments.ts';
import { BACKEND_FLAGS, BACKEND_HELP, backendFor, engineFor } from '../backend.ts';
import type { Command } from '../command.ts';
import { decodedBytes } from '../io/decoded.ts';
import { writeBytes } from '../io/files.ts';
import { openModel } from '../io/models.ts';
import { writePng } from '../io/pictures.ts';
import { readTokens, readUniforms, writeTokens } from '../io/tokens.ts';
import { chooseCondition, type SizedCondition } from '../sample/condition.ts';
import { keptTokens } from '../sample/kept.ts';
import { LogitsAt } from '../sample/logitsAt.ts';
import type { Terminal } from '../terminal.ts';

export const sample: Command = {
  name: 'sample',
  summary: 'draws a picture',
  help: `
tessera sample MODEL --out IMAGE.png [flags]
 what to draw
  --condition FILE            label-id PNG (8-bit gray or palette), depth PNG (8/16-bit gray, RGBA float32), a photo,
                              or for pose keypoints JSON (OpenPose) or a skeleton PNG
  --kind KIND                 ${CONDITION_KINDS.join(', ')}
                              (default: what the model has)
  --class N                   class id
  --flip-depth                depth: small values are near
  --edge-map                  edges: the file holds the edges themselves, white on black
  --canny-sigma S  --canny-low T  --canny-high T        edges: of a photo (2, 0.1, 0.2)
  --factor N                  low-resolution: how much the photo is shrunk (8)
  --size WIDTHxHEIGHT         pixels (default: the condition's own size, else one window)
 how
  --seed N  --temperature T  --top-k K  --top-p P       (0, 1, 100, 1; top-k 0 = off)
  --guidance G                how much more each draw follows the condition (default: what the model recommends;
                              0 = as the reference draws; evaluates every window twice)
  --greedy                    always the most probable token
  --window MODE               ${WINDOW_MODES.join(', ')} (exact for one window, else stride-4)
  --uniforms FILE             JSON [rows][columns] of numbers in [0,1) instead of the seed's
 from where
  --start TOKENS.json --keep-rows N         rows below the first N are drawn
  --start TOKENS.json --region TOP,LEFT,HEIGHT,WIDTH   only these cells are drawn
 what to keep
  --record RUN.json           settings, condition tokens, tokens
  --tokens TOKENS.json        the tokens alone
  --logits-at "r,c;r,c" --logits-out FILE.json          raw logits of these cells: a JSON list of lists
 machine
${BACKEND_HELP}
  --engine fast|reference     reference recomputes the whole window for every token`,
  flags: {
    out: 'value',
    condition: 'value',
    kind: 'value',
    class: 'value',
    'flip-depth': 'switch',
    'edge-map': 'switch',
    'canny-sigma': 'value',
    'canny-low': 'value',
    'canny-high': 'value',
    factor: 'value',
    size: 'value',
    seed: 'value',
    temperature: 'value',
    'top-k': 'value',
    'top-p': 'value',
    guidance: 'value',
    greedy: 'switch',
    uniforms: 'value',
    window: 'value',
    start: 'value',
    'keep-rows': 'value',
    region: 'value',
    record: 'value',
    tokens: 'value',
    'logits-at': 'value',
    'logits-out': 'value',
    engine: 'value',
    ...BACKEND_FLAGS,
  },
  async run(args, terminal) {
    expectPositionals('sample', args.positionals, ['MODEL']);
    const out = args.required('out');
    const model = await openModel(args.positionals[0]);
    const started = performance.now();
    const start = args.text('start') === undefined ? undefined : await readTokens(args.required('start'));
    const sized = await chooseCondition(model, args, terminal, start);
    const backend = await backendFor(args);
    const job = await sampleJob(model, args, terminal, sized, start);
    const logits = LogitsAt.from(args, job);
    const engine = await engineFor(args, model, backend);
    const { grid, stats, record } = await run(model, engine, {
      ...job,
      wantLogits: logits?.wants,
      onDrawn: follow(model, engine, job, terminal, logits),
    });
    await writePicture(model, grid, out, terminal);
    if (args.text('record')) await writeBytes(args.required('record'), `${JSON.stringify(record)}\n`);
    if (args.text('tokens')) await writeTokens(args.required('tokens'), grid);
    await logits?.write();
    const seconds = (performance.now() - started) / 1000;
    terminal.clearBar();
    terminal.result({ out, height: grid.height, width: grid.width, ...stats, seconds });
    terminal.say(
      `${out}: ${stats.tokens} tokens (${stats.positions} positions) in ${(stats.elapsedMs / 1000).toFixed(1)} s, ${seconds.toFixed(1)} s in all`,
    );
  },
};

async function sampleJob(
  model: LoadedModel,
  args: Arguments,
  terminal: Terminal,
  sized: SizedCondition,
  start: TokenGrid | undefined,
): Promise<SampleJob> {
  const { height, width } = sized;
  const condition = await prepareCondition(model, sized.input, {
    onProgress: (share) => terminal.progress('encoding the condition', share),
  });
  const prefixLength = condition.layout === 'prefix' ? condition.tokens.length : 0;
  const window = windowOf(model.transformer.blockSize, condition, prefixLength);
  const single = height <= window.height && width <= window.width;
  const keep = keptTokens(args, start, height, width);
  return {
    height,
    width,
    condition,
    settings: {
      ...readSettings(args, terminal, model),
      kind: sized.input.kind,
      window: args.choice('window', WINDOW_MODES) ?? (single ? 'exact' : 'stride-4'),
    },
    ...(keep && { keep }),
    ...(args.text('uniforms') && { uniform: await readUniforms(args.required('uniforms'), height, width) }),
  };
}

/** Values out of range are clamped, and that is said. */
function readSettings(
  args: Arguments,
  terminal: Terminal,
  { transformer: { vocabulary }, manifest }: LoadedModel,
): Omit<SamplingSettings, 'kind' | 'window'> {
  const clamp = (flag: string, value: number, least: number, most: number): number => {
    const clamped = Math.min(most, Math.max(least, value));
    if (clamped !== value) terminal.note(`--${flag} ${value} is out of range: ${clamped} is used`);
    return clamped;
  };
  const { seed, temperature, topK, topP } = DEFAULT_SETTINGS;
  return {
    seed: clamp('seed', args.integer('seed') ?? seed, 0, Number.MAX_SAFE_INTEGER),
    temperature: clamp('temperature', args.number('temperature') ?? temperature, LEAST_TEMPERATURE, 100),
    topK:
      args.text('top-k') === undefined
        ? Math.min(topK, vocabulary)
        : clamp('top-k', args.integer('top-k') ?? topK, 0, vocabulary),
    topP: clamp('top-p', args.number('top-p') ?? topP, 0, 1),
    guidance: clamp(
      'guidance',
      args.number('guidance') ?? manifest.sampling?.guidance ?? 0,
      0,
      MOST_GUIDANCE,
    ),
    greedy: args.on('greedy'),
  };
}

/** Shows each drawn token on the bar and passes it on. @throws TesseraError `nothing-to-draw` */
function follow(
  model: LoadedModel,
  engine: DecodeEngine,
  job: SampleJob,
  terminal: Terminal,
  logits: LogitsAt | undefined,
): (drawn: Drawn) => void {
  const schedule = scheduleOf(model, engine, job);
  const total = schedule.steps.length;
  if (total === 0) {
    throw new TesseraError(
      'nothing-to-draw',
      'every token is kept',
      'keep fewer rows, or name another region',
    );
  }
  const positions = countPositions(schedule, conditionLength(job.condition, schedule));
  let drawn = 0;
  return (one) => {
    logits?.take(one);
    drawn++;
    terminal.progress(`drawing ${drawn} of ${total} tokens (${positions} positions)`, drawn / total);
  };
}

async function writePicture(
  model: LoadedModel,
  grid: TokenGrid,
  out: string,
  terminal: Terminal,
): Promise<void> {
  const decoder = await model.decoder();
  const onProgress = (share: number): void => terminal.progress('decoding', share);
  const picture = await decoder.decode(grid, { onProgress });
  const { channels, data } = decodedBytes(picture, model.imageStage.segmentation);
  await writePng(out, picture.height, picture.width, channels, data);
}
