import type { RunRecord } from '../../core/runRecord.ts';
import type { LoadProgress } from '../../runtime/protocol.ts';
import type { Phase } from '../session/sessionStore.ts';
import { diagnostics } from './diagnostics.ts';
import { complete } from './complete.ts';
import { conditions } from './conditions.ts';
import { codebook } from './codebook.ts';
import { bytes, count, duration, rate } from './format.ts';
import { files } from './files.ts';
import { film } from './film.ts';
import { inspect } from './inspect.ts';
import { history } from './history.ts';
import { languages } from './languages.ts';
import { learn } from './learn.ts';
import { offline } from './offline.ts';
import { paint } from './paint.ts';
import { palette } from './palette.ts';
import { queue } from './queue.ts';
import { share } from './share.ts';
import { imports, library } from './library.ts';
import { trust } from './trust.ts';
import { whatIf } from './whatIf.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const size = ({ width, height }: Size) => `${width} × ${height}`;

const phases: Record<Phase, string> = {
  starting: 'Starting',
  loading: 'Loading the model',
  ready: 'Ready',
  failed: 'No model',
  unavailable: 'Replay only',
};

/** Every word on the page, in English. */
export const en = {
  name: 'Tessera',
  studioTitle: 'Tessera Studio: paint a layout, generate a picture',
  pages: {
    studio: 'Studio',
    history: 'History',
    codebook: 'Codebook',
    library: 'Library',
    learn: 'Learn',
    diagnostics: 'Diagnostics',
  },
  shell: { skip: 'Skip to the content', navigation: 'Pages', home: 'Tessera, to the studio', more: 'More' },
  themes: {
    label: 'Theme',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    contrast: 'High contrast',
  },
  actions: {
    generate: 'Generate',
    cancel: 'Cancel',
    rollSeed: 'Roll another seed',
    play: 'Play or pause the run',
    brush: 'Brush',
    eraser: 'Eraser',
    fill: 'Fill',
    pick: 'Pick label',
    smallerBrush: 'Smaller brush',
    largerBrush: 'Larger brush',
    undo: 'Undo',
    redo: 'Redo',
    clearLayout: 'Clear layout',
    importLayout: 'Import layout',
    help: 'Keyboard shortcuts',
    retry: 'Try again',
    close: 'Close',
    dismiss: 'Dismiss',
  },
  help: {
    title: 'Keyboard shortcuts',
    groups: { generate: 'Picture', files: 'Files', paint: 'Paint', history: 'Edit', help: 'Help' },
    chooseLabel: 'Choose a label',
    chooseNth: (place: number) => `Choose label ${place}`,
  },
  status: {
    label: 'Status',
    backends: { webgpu: 'WebGPU', wasm: 'WASM' },
    states: {
      ...phases,
      generating: 'Generating',
      cancelling: 'Cancelling',
      cancelled: 'Cancelled',
      finished: 'Finished',
    },
  },
  controls: {
    exact: (label: string) => `${label}, exact value`,
    clamped: (label: string, least: number, most: number, value: number) =>
      `${label} goes from ${least} to ${most}; set to ${value}.`,
  },
  layout: {
    region: 'Layout',
    canvas: 'Layout canvas',
    tools: 'Tools',
    brushSize: 'Brush size',
    labels: 'Labels',
    findLabel: 'Find a label',
    findLabelOf: (labels: number, chosen: string | null) =>
      `Find one of ${count(labels)} labels${chosen ? `; now ${chosen}` : ''}`,
    noLabel: (typed: string) => `No label is called “${typed}”.`,
    examples: 'Start from an example',
    example: (title: string) => `Example: ${title}`,
    size,
    emptyTitle: 'Paint where things go',
    emptyText:
      'A few strokes are enough: what you leave out takes the nearest label. Or start from an example below.',
    imported: (file: string) => `${file} is on the canvas.`,
    resampled: (file: string, from: Size, to: Size) =>
      `${file} is ${size(from)} pixels; it was resampled by nearest label to ${size(to)}, the size of the picture.`,
    useSize: (own: Size) => `Use ${size(own)}`,
    draftNotKept: 'This browser keeps nothing for this page, so the layout will not survive a reload.',
  },
  importDialog: {
    title: 'Unknown labels',
    unknown: (file: string, ids: readonly number[]) =>
      `${file} has label ids that this model does not know: ${ids.slice(0, 16).join(', ')}${
        ids.length > 16 ? ` and ${ids.length - 16} more` : ''
      }.`,
    mapToOther: (other: string) => `They can be read as “${other}”. Nothing has been changed yet.`,
    leave: 'Those places can be left unpainted. Nothing has been changed yet.',
    accept: (other: string) => `Read as “${other}”`,
    acceptUnpainted: 'Leave unpainted',
    refuse: 'Do not import',
  },
  settings: {
    region: 'Settings',
    model: 'Model',
    condition: 'Condition',
    kinds: {
      segmentation: 'Segmentation',
      depth: 'Depth',
      edges: 'Edges',
      'low-resolution': 'Low resolution',
      class: 'Class',
      pose: 'Pose',
      coordinates: 'Coordinates',
      none: 'None',
    },
    classId: 'Class number',
    size: 'Image size',
    sizeOption: size,
    customSize: 'Custom…',
    width: 'Width',
    height: 'Height',
    snapped: (typed: string, value: number, step: number) =>
      `${typed.trim()} became ${value}: sides are multiples of ${step} between one window and 2048 × 832, at most a million pixels in all.`,
    window: 'Window mode',
    windows: { exact: 'Exact', 'stride-4': 'Stride 4', 'stride-8': 'Stride 8' },
    oneWindow: 'The picture fits one window, so every mode draws the same.',
    windowAdvice: {
      exact:
        'The window follows every token, as in the paper. On a picture this large almost every token needs a new window, so it takes many times longer than Stride 4.',
      'stride-4':
        'The window moves in steps of four tokens and keeps what it has computed. Much faster than Exact.',
      'stride-8': 'The window moves in steps of eight tokens: the fastest, with less context at its edges.',
    },
    temperature: 'Temperature',
    temperatureHelp: 'Below 1 the likely codes win more often; above 1 the unlikely ones get a chance.',
    topK: 'Top-k',
    topKHelp: 'Only the k most likely codes may be drawn.',
    guidance: 'Guidance',
    guidanceHelp:
      'How much more each draw follows the condition. 0 draws as the paper does; every window is then computed once instead of twice.',
    topP: 'Top-p',
    topPHelp: 'Only the most likely codes that together reach this probability may be drawn.',
    seed: 'Seed',
    lockSeed: 'Keep the seed',
    seedIsLocked: 'Every Generate uses this seed: the same layout gives the same picture',
    seedIsFree: 'Every Generate rolls a new seed',
    waitsForModel: 'Ready as soon as the model is loaded',
  },
  result: {
    region: 'Result',
    canvas: 'Result canvas',
    recordedRun: 'recorded run',
    made: (model: string, seed: number) => `${model}, seed ${seed}`,
    overlay: 'Layout over result',
    useLayout: 'Paint on its layout',
    runs: 'Runs',
    completed: 'Completion',
    showRun: (recorded: boolean, task: string, model: string, seed: number) =>
      `Show the ${recorded ? 'recorded run' : 'run'} of ${model}, ${task}, seed ${seed}`,
    seed: (seed: number) => `Seed ${seed}`,
    generating: 'Generating',
    emptyTitle: 'Your picture appears here',
    emptyText: 'Token by token, as it is drawn.',
    progress: ({
      drawn,
      total,
      tokensPerSecond,
      secondsLeft,
    }: {
      readonly drawn: number;
      readonly total: number;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number | null;
    }) =>
      [
        `${count(drawn)} of ${count(total)} tokens`,
        tokensPerSecond > 0 ? `${rate(tokensPerSecond)} tokens/s` : null,
        secondsLeft === null ? null : `${duration(secondsLeft)} left`,
      ]
        .filter(Boolean)
        .join(' · '),
    summary: ({ stats, settings, grid }: RunRecord, cancelled: boolean) =>
      [
        cancelled ? 'Cancelled' : null,
        `${count(stats.tokens)}${cancelled ? ` of ${count(grid.height * grid.width)}` : ''} tokens in ${duration(stats.elapsedMs / 1000)}`,
        stats.elapsedMs > 0 ? `${rate((1000 * stats.tokens) / stats.elapsedMs)} tokens/s` : null,
        `temperature ${settings.temperature}`,
        `top-k ${settings.topK}`,
        settings.topP < 1 ? `top-p ${settings.topP}` : null,
      ]
        .filter(Boolean)
        .join(' · '),
    repeated: 'Same seed, same layout, same settings: the same picture again.',
    another: 'Draw another one',
  },
  loading: {
    label: 'Loading model',
    progress: (model: string, progress: LoadProgress | null) =>
      progress === null
        ? `Loading ${model}`
        : [
            `${progress.fromStorage ? 'Reading' : 'Loading'} ${model}`,
            `${bytes(progress.receivedBytes)} of ${bytes(progress.totalBytes)}`,
            progress.bytesPerSecond > 0 ? `${bytes(progress.bytesPerSecond)}/s` : null,
            progress.secondsLeft === null ? null : `${duration(progress.secondsLeft)} left`,
          ]
            .filter(Boolean)
            .join(' · '),
  },
  timeline: {
    region: 'Timeline',
    position: 'Timeline position',
    play: 'Play',
    pause: 'Pause',
    speed: 'Speed',
    times: (speed: number) => `${speed}×`,
    count: (position: number, total: number) => `${count(position)} / ${count(total)}`,
    valueText: (position: number, total: number) => `${count(position)} of ${count(total)} tokens laid`,
  },
  examples: {
    'mountain-lake': 'Mountain lake',
    coast: 'Coast',
    'desert-road': 'Desert road',
    meadow: 'Meadow',
    'snowy-peaks': 'Snowy peaks',
    'river-valley': 'River valley',
    'city-by-the-water': 'City by the water',
    island: 'Island',
    'forest-stream': 'Forest stream',
  } as Record<string, string>,
  languages,
  offline,
  paint,
  palette,
  codebook,
  files,
  complete,
  conditions,
  share,
  history,
  queue,
  library,
  imports,
  inspect,
  whatIf,
  film,
  trust,
  diagnostics,
  learn,
};

export type Messages = typeof en;
