import { TesseraError } from '../../core/errors.ts';
import { checkLabels } from '../../core/layout.ts';
import type { ConditionKind, SamplingSettings } from '../../core/settings.ts';
import type { DrawnTokens, FinishedRun, Task } from '../../runtime/client.ts';
import { canGuide } from '../../runtime/guidance.ts';
import type { Pixels } from '../../runtime/pixels.ts';
import type { GenerateJob } from '../../runtime/protocol.ts';
import type { ConditionDocument } from '../files/document.ts';
import { closeGaps, jobCondition } from '../files/jobCondition.ts';
import type { LayoutDocument } from '../paint/layoutDocument.ts';
import { appendDraw, emptyTrace, type Trace, traceOfRecord } from '../replay/trace.ts';
import type { Session } from '../session/session.ts';
import {
  codesOf,
  paintsLabels,
  windowSizeOf,
  type createSessionStore,
  type LoadedState,
} from '../session/sessionStore.ts';
import { isToldElsewhere } from '../session/toldElsewhere.ts';
import { type NoticeStore, tellError } from '../shell/noticeStore.ts';
import { defaultWindow } from './limits.ts';
import { keepRun, type RunStore, type ShownRun } from './runStore.ts';
import { randomSeed, type createSettingsStore, type Settings } from './settingsStore.ts';

export interface RunnerOptions {
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
  readonly settings: ReturnType<typeof createSettingsStore>;
  readonly document: LayoutDocument;
  /** What is drawn for a kind other than a layout; null for kinds that are not drawn. */
  readonly drawn: (kind: ConditionKind) => ConditionDocument | null;
  readonly runs: RunStore;
  readonly notices: NoticeStore;
}

/** The kind of condition in force: the chosen one if the model has it, else the model's first. */
export function kindInForce(settings: Settings, loaded: LoadedState | null): ConditionKind {
  const kinds = loaded?.manifest.conditioning.map(({ kind }) => kind) ?? ['segmentation' as const];
  return kinds.find((kind) => kind === settings.kind) ?? kinds[0] ?? 'none';
}

/** The settings as the worker gets them, with everything that was left to choose filled in. */
export function samplingSettings(settings: Settings, loaded: LoadedState | null): SamplingSettings {
  const kind = kindInForce(settings, loaded);
  const downsampling = loaded?.downsampling ?? 16;
  const cells = { width: settings.width / downsampling, height: settings.height / downsampling };
  const guidance = guidanceInForce(settings, loaded);
  return {
    kind,
    seed: settings.seed,
    temperature: settings.temperature,
    topK: Math.min(settings.topK, codesOf(loaded)),
    topP: settings.topP,
    greedy: false,
    window: settings.window ?? defaultWindow(cells, windowSizeOf(loaded, kind).width),
    ...(guidance > 0 && kind !== 'none' && { guidance }),
  };
}

/** What is chosen, or what the model recommends; 0 where the model cannot be guided. */
export function guidanceInForce({ guidance }: Settings, loaded: LoadedState | null): number {
  if (!loaded || !canGuide(loaded.manifest)) return 0;
  return guidance ?? loaded.manifest.sampling?.guidance ?? 0;
}

/** Everything that a run is made from, taken down when it is asked for: what is painted afterwards does not change it. */
export interface RunRequest {
  /** Size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
  readonly sampling: SamplingSettings;
  readonly document: ConditionDocument;
  /** Tokens to go on from, of a photo or of the same run's beginning; cells holding -1 are drawn. */
  readonly keep?: Int32Array;
  /** Cells that were kept of a photo: of those in `keep`, the ones that no run has drawn. */
  readonly kept?: ReadonlySet<number>;
}

export type RunOutcome = 'finished' | 'cancelled' | 'failed';

/** Starts runs and puts what they tell on the Result canvas. One at a time; the queue is above it. */
export class Runner {
  private task: Task<FinishedRun> | null = null;

  constructor(private readonly options: RunnerOptions) {}

  cancel(): void {
    const { runs } = this.options;
    this.task?.cancel();
    runs.setState(({ running }) => ({ running: running && { ...running, cancelling: true } }));
  }

  /** Draws what was taken down earlier, with the model that is open. What goes wrong is told. */
  async run(request: RunRequest): Promise<RunOutcome> {
    const { session, sessionStore, runs, notices } = this.options;
    const { loaded } = sessionStore.getState();
    if (!loaded || !session.client || this.task) return 'failed';
    try {
      const job = jobOf(request);
      const shown = this.show(job, request, loaded);
      this.task = session.client.generate(job, {
        onDrawn: (drawn) => this.onDrawn(shown, drawn),
        onPixels: (pixels) => this.onPixels(shown, pixels),
      });
      const finished = await this.task.result;
      this.finish(shown, finished);
      return finished.cancelled ? 'cancelled' : 'finished';
    } catch (error) {
      if (!isToldElsewhere(error)) tellError(notices, error);
      return error instanceof TesseraError && error.code === 'cancelled' ? 'cancelled' : 'failed';
    } finally {
      this.task = null;
      runs.setState({ running: null });
    }
  }

  /**
   * Takes down what a run would be made from now, after rolling the seed unless it is kept.
   * @throws TesseraError `no-model`, `layout-empty`, `unknown-labels`
   */
  request(): RunRequest {
    const { sessionStore, settings } = this.options;
    const { loaded } = sessionStore.getState();
    if (!loaded) {
      throw new TesseraError('no-model', 'no model is loaded', 'choose a model and wait until it is ready');
    }
    const condition = this.draft();
    if (condition.kind === 'segmentation') checkLabels(closeGaps(condition.map), condition.labels);
    else jobCondition(condition, settings.getState());
    if (!settings.getState().seedLocked) settings.setState({ seed: randomSeed() });
    const now = settings.getState();
    const { width, height } = now;
    return { width, height, sampling: samplingSettings(now, loaded), document: condition };
  }

  /** What is made on the page for the kind in force, finished or not. */
  draft(): ConditionDocument {
    const { settings, sessionStore, document } = this.options;
    const { labels, loaded } = sessionStore.getState();
    const kind = kindInForce(settings.getState(), loaded);
    if (kind === 'class') return { kind, classId: settings.getState().classId };
    const drawn = this.options.drawn(kind);
    if (drawn) return drawn;
    if (!paintsLabels(kind)) return { kind: kind === 'coordinates' ? kind : 'none' };
    const { map } = document;
    return { kind: 'segmentation', map: { ...map, labels: map.labels.slice() }, labels };
  }

  private show(job: GenerateJob, request: RunRequest, loaded: LoadedState): ShownRun {
    const { runs } = this.options;
    const trace = traceOfKept(request, loaded);
    const decoded = document.createElement('canvas');
    decoded.width = job.width;
    decoded.height = job.height;
    const { condition } = job;
    const layout =
      condition.kind === 'segmentation' ? { ...condition.map, labels: condition.map.labels.slice() } : null;
    const shown: ShownRun = {
      id: crypto.randomUUID(),
      source: 'live',
      modelName: loaded.manifest.name,
      seed: job.settings.seed,
      trace,
      ...(request.kept && { kept: request.kept }),
      atlas: null,
      layout,
      labels: this.options.sessionStore.getState().labels,
      condition: request.document,
      decoded,
      record: null,
      cancelled: false,
    };
    const total = trace.cells.length - trace.count;
    const running = { drawn: 0, total, tokensPerSecond: 0, secondsLeft: null, cancelling: false };
    runs.setState({
      shown,
      running,
      position: trace.count,
      playing: false,
      unattended: false,
      repeated: false,
    });
    return shown;
  }

  private onDrawn(shown: ShownRun, drawn: DrawnTokens): void {
    const { runs } = this.options;
    const { running, revision } = runs.getState();
    if (!running) return;
    drawn.cells.forEach((cell, i) => appendDraw(shown.trace, cell, drawn.tokens[i], drawn.window));
    const { tokensPerSecond, secondsLeft, total } = drawn;
    runs.setState({
      revision: revision + 1,
      position: shown.trace.count,
      running: { ...running, drawn: drawn.drawn, total, tokensPerSecond, secondsLeft },
    });
  }

  private onPixels(shown: ShownRun, pixels: Pixels): void {
    putPixels(shown.decoded, pixels);
    this.options.runs.setState(({ revision }) => ({ revision: revision + 1 }));
  }

  private finish(shown: ShownRun, { record, cancelled, pixels }: FinishedRun): void {
    const { runs } = this.options;
    const { revision } = runs.getState();
    if (pixels) putPixels(shown.decoded, pixels);
    const before = this.lastTokens;
    const repeated =
      before?.length === record.tokens.length && before.every((token, i) => token === record.tokens[i]);
    // Its own tiles, which stay right when another model is opened.
    const { atlas } = this.options.sessionStore.getState();
    const finished = { ...shown, record, cancelled, atlas };
    runs.setState({
      shown: finished,
      // A repetition takes the place of the run that it repeats.
      kept: keepRun(
        runs.getState().kept.filter(({ id }) => !repeated || id !== this.lastId),
        finished,
      ),
      revision: revision + 1,
      position: shown.trace.count,
      repeated: repeated && !cancelled,
    });
    this.lastTokens = record.tokens;
    this.lastId = shown.id;
  }

  /** Tokens of the run before, to notice a repetition. */
  private lastTokens: readonly number[] | null = null;
  private lastId = '';
}

/** What the worker is told. */
function jobOf({ width, height, sampling, document, keep }: RunRequest): GenerateJob {
  return {
    width,
    height,
    settings: sampling,
    condition: jobCondition(document, { height, width }),
    ...(keep && { keep }),
  };
}

/** The course of a run that goes on from kept tokens begins with them. */
function traceOfKept({ width, height, sampling, keep, kept }: RunRequest, loaded: LoadedState): Trace {
  const side = loaded.downsampling;
  const grid = { height: height / side, width: width / side };
  if (!keep) return emptyTrace(grid.height, grid.width, side);
  const window = windowSizeOf(loaded, sampling.kind);
  return traceOfRecord({ grid, settings: sampling, tokens: [...keep] }, side, window, { kept });
}

function putPixels(canvas: HTMLCanvasElement, { rgba, width, height, left, top }: Pixels): void {
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), left, top);
}
