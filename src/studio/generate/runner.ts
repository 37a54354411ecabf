import { TesseraError } from '../../core/errors.ts';
import { checkLabels, type LabelMap } from '../../core/layout.ts';
import type { ConditionKind, SamplingSettings } from '../../core/settings.ts';
import type { DrawnTokens, FinishedRun, Task } from '../../runtime/client.ts';
import type { GenerateJob, Pixels } from '../../runtime/protocol.ts';
import { fillUnpainted } from '../paint/fillUnpainted.ts';
import type { LayoutDocument } from '../paint/layoutDocument.ts';
import { appendDraw, emptyTrace } from '../replay/trace.ts';
import type { Session } from '../session/session.ts';
import {
  codesOf,
  paintsLabels,
  windowSizeOf,
  type createSessionStore,
  type LoadedState,
} from '../session/sessionStore.ts';
import { dismissErrors, type NoticeStore, tellError } from '../shell/noticeStore.ts';
import { defaultWindow } from './limits.ts';
import { keepRun, type RunStore, type ShownRun } from './runStore.ts';
import { randomSeed, type createSettingsStore, type Settings } from './settingsStore.ts';

export interface RunnerOptions {
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
  readonly settings: ReturnType<typeof createSettingsStore>;
  readonly document: LayoutDocument;
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
  return {
    kind,
    seed: settings.seed,
    temperature: settings.temperature,
    topK: Math.min(settings.topK, codesOf(loaded)),
    topP: settings.topP,
    greedy: false,
    window: settings.window ?? defaultWindow(cells, windowSizeOf(loaded, kind).width),
  };
}

/** Starts runs and puts what they tell on the Result canvas. */
export class Runner {
  private task: Task<FinishedRun> | null = null;

  constructor(private readonly options: RunnerOptions) {}

  get isRunning(): boolean {
    return this.task !== null;
  }

  cancel(): void {
    const { runs } = this.options;
    this.task?.cancel();
    runs.setState(({ running }) => ({ running: running && { ...running, cancelling: true } }));
  }

  async start(): Promise<void> {
    const { session, sessionStore, settings, runs, notices } = this.options;
    const { loaded } = sessionStore.getState();
    if (!loaded || !session.client || this.task) return;
    dismissErrors(notices);
    try {
      if (!settings.getState().seedLocked) settings.setState({ seed: randomSeed() });
      const job = this.job(settings.getState(), loaded);
      const shown = this.show(job, loaded);
      this.task = session.client.generate(job, {
        onDrawn: (drawn) => this.onDrawn(drawn),
        onPixels: (pixels) => this.onPixels(shown, pixels),
      });
      this.finish(await this.task.result);
    } catch (error) {
      // A crash is told by the session, and a run that was cancelled is no failure.
      const quiet = error instanceof TesseraError && ['worker-crashed', 'cancelled'].includes(error.code);
      if (!quiet) tellError(notices, error);
    } finally {
      this.task = null;
      runs.setState({ running: null });
    }
  }

  private job(settings: Settings, loaded: LoadedState): GenerateJob {
    const sampling = samplingSettings(settings, loaded);
    const { width, height } = settings;
    return {
      width,
      height,
      settings: sampling,
      labelMap: paintsLabels(sampling.kind) ? this.layout() : null,
      classId: sampling.kind === 'class' ? settings.classId : undefined,
    };
  }

  /** The painted layout with every gap closed. @throws TesseraError `layout-empty`, `unknown-labels` */
  private layout(): LabelMap {
    const filled = fillUnpainted(this.options.document.map);
    if (!filled) {
      throw new TesseraError(
        'layout-empty',
        'the layout is still empty',
        'paint a few strokes or choose an example; what you leave out takes the nearest label',
      );
    }
    checkLabels(filled, this.options.sessionStore.getState().labels);
    return { ...filled, labels: filled.labels.slice() };
  }

  private show(job: GenerateJob, loaded: LoadedState): ShownRun {
    const { runs } = this.options;
    const trace = emptyTrace(
      job.height / loaded.downsampling,
      job.width / loaded.downsampling,
      loaded.downsampling,
    );
    const decoded = document.createElement('canvas');
    decoded.width = job.width;
    decoded.height = job.height;
    const layout = job.labelMap && { ...job.labelMap, labels: job.labelMap.labels.slice() };
    const shown: ShownRun = {
      id: crypto.randomUUID(),
      source: 'live',
      modelName: loaded.manifest.name,
      seed: job.settings.seed,
      trace,
      atlas: null,
      layout,
      labels: this.options.sessionStore.getState().labels,
      decoded,
      record: null,
      cancelled: false,
    };
    const total = trace.cells.length;
    const running = { drawn: 0, total, tokensPerSecond: 0, secondsLeft: null, cancelling: false };
    runs.setState({ shown, running, position: 0, playing: false, unattended: false, repeated: false });
    return shown;
  }

  private onDrawn(drawn: DrawnTokens): void {
    const { runs } = this.options;
    const { shown, running, revision } = runs.getState();
    if (!shown || !running) return;
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

  private finish({ record, cancelled, pixels }: FinishedRun): void {
    const { runs } = this.options;
    const { shown, revision } = runs.getState();
    if (!shown) return;
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

function putPixels(canvas: HTMLCanvasElement, { rgba, width, height, left, top }: Pixels): void {
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), left, top);
}
