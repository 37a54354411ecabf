import { TesseraError } from '../../core/errors.ts';
import { scheduleOfRecord } from '../../core/recordedRun.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { Task } from '../../runtime/client.ts';
import type { RunStore } from '../generate/runStore.ts';
import type { Session } from '../session/session.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { isToldElsewhere } from '../session/toldElsewhere.ts';
import { sentence } from '../messages/format.ts';
import { obstacleTo, recordedModelOf } from './askable.ts';
import type { AttentionAnswer, InspectState, InspectStore, Survey, TokenAnswer } from './inspectStore.ts';

interface InspectorOptions {
  readonly store: InspectStore;
  readonly runs: RunStore;
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
}

/** Kept answers about a run: a token's logits take as many floats as there are codes. */
const MOST_KEPT = 64;

/** A question about one cell of a run, under way. */
interface Asked extends Task<unknown> {
  readonly record: RunRecord;
  readonly cell: number;
}

/** Asks the worker what the page wants to know about the run shown, and forgets what no longer fits it. */
export class Inspector {
  private asking: Asked | null = null;
  private surveying: Task<unknown> | null = null;
  private attending: Asked | null = null;
  /** Answers last as long as their record. */
  private readonly tokens = new WeakMap<RunRecord, Map<number, TokenAnswer>>();
  private readonly surveys = new WeakMap<RunRecord, Survey>();

  constructor(private readonly options: InspectorOptions) {
    const { runs, sessionStore, store } = options;
    let before = '';
    const follow = () => {
      const state = runs.getState();
      const obstacle = obstacleTo(state, sessionStore.getState());
      const now = `${obstacle}|${state.shown?.id}|${identify(state.shown?.record ?? null)}`;
      if (now === before) return;
      before = now;
      this.stop();
      const cells = state.shown?.trace.cells.length ?? 0;
      store.setState(({ pinned, cursor }) => ({
        ...NOTHING_KNOWN,
        pinned: pinned !== null && pinned < cells ? pinned : null,
        cursor: cursor !== null && cursor < cells ? cursor : null,
      }));
      this.refresh();
    };
    runs.subscribe(follow);
    sessionStore.subscribe(follow);
  }

  /** Opens the panel of a cell's token. */
  pin(cell: number): void {
    const { store } = this.options;
    if (store.getState().pinned !== cell) {
      this.attending?.cancel();
      this.attending = null;
      store.setState({ pinned: cell, cursor: cell, token: null, problem: null, attention: null });
    }
    this.refresh();
  }

  unpin(): void {
    for (const task of [this.asking, this.attending]) task?.cancel();
    this.asking = this.attending = null;
    this.options.store.setState({ pinned: null, token: null, problem: null, attention: null });
  }

  /** @param change overlay, layer, head */
  look(change: Partial<Pick<InspectState, 'overlay' | 'layer' | 'head' | 'onto' | 'temperature'>>): void {
    this.options.store.setState(change);
    this.refresh();
  }

  private refresh(): void {
    const record = this.record();
    if (!record) return;
    const { pinned, overlay } = this.options.store.getState();
    if (pinned !== null && record.tokens[pinned] >= 0) {
      void this.askToken(record, pinned);
      if (overlay === 'attention') void this.askAttention(record, pinned);
    }
    if (overlay === 'entropy' || overlay === 'probability' || overlay === 'surprise') {
      void this.survey(record);
    } else {
      this.surveying?.cancel();
      this.surveying = null;
    }
  }

  /** The record shown, when the worker can be asked about it. */
  private record(): RunRecord | null {
    const { runs, sessionStore } = this.options;
    const obstacle = obstacleTo(runs.getState(), sessionStore.getState());
    return obstacle === null ? (runs.getState().shown?.record ?? null) : null;
  }

  private async askToken(record: RunRecord, cell: number): Promise<void> {
    const { store, session } = this.options;
    if (isAbout(this.asking, record, cell)) return;
    this.asking?.cancel();
    this.asking = null;
    const known = this.tokens.get(record)?.get(cell);
    if (known) {
      store.setState({ token: known, problem: null });
      return;
    }
    if (!session.client) return;
    const { row, column } = placeOf(record, cell);
    const task = {
      ...session.client.inspect<'token'>({ about: 'token', record, row, column }),
      record,
      cell,
    };
    this.asking = task;
    try {
      const { logits, u, drawn } = await task.result;
      const answer: TokenAnswer = { record, cell, logits, u, drawn };
      this.keep(answer);
      if (this.asking === task && this.record() === record) store.setState({ token: answer, problem: null });
    } catch (error) {
      if (this.asking === task) this.tell(error);
    } finally {
      if (this.asking === task) this.asking = null;
    }
  }

  private keep(answer: TokenAnswer): void {
    const known = this.tokens.get(answer.record) ?? new Map<number, TokenAnswer>();
    known.set(answer.cell, answer);
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT) known.delete(oldest);
    this.tokens.set(answer.record, known);
  }

  private async askAttention(record: RunRecord, cell: number): Promise<void> {
    const { store, session } = this.options;
    const held = store.getState().attention;
    if (!session.client || isAbout(held, record, cell)) return;
    if (isAbout(this.attending, record, cell)) return;
    this.attending?.cancel();
    const { row, column } = placeOf(record, cell);
    const task = {
      ...session.client.inspect<'attention'>({ about: 'attention', record, row, column }),
      record,
      cell,
    };
    this.attending = task;
    try {
      const { layers, heads, length, weights } = await task.result;
      const attention: AttentionAnswer = { record, cell, layers, heads, length, weights };
      if (this.attending === task && this.record() === record) store.setState({ attention });
    } catch (error) {
      if (this.attending === task) this.tell(error);
    } finally {
      if (this.attending === task) this.attending = null;
    }
  }

  /** One question a window position, so that other requests come in between and progress is seen. */
  private async survey(record: RunRecord): Promise<void> {
    const { store, session, sessionStore } = this.options;
    const model = recordedModelOf(sessionStore.getState().loaded);
    const current = store.getState().survey;
    if (!session.client || !model || (this.surveying && current?.record === record)) return;
    let survey = this.surveys.get(record) ?? emptySurvey(record);
    store.setState({ survey });
    if (survey.total > 0 && survey.done === survey.total) return;
    const { steps } = scheduleOfRecord(record, model);
    const windows = [...new Map(steps.map(({ top, left }) => [`${top},${left}`, { top, left }])).values()];
    for (let index = survey.done; index < windows.length; index++) {
      const task = session.client.inspect<'window'>({ about: 'window', record, ...windows[index] });
      this.surveying = task;
      try {
        const answer = await task.result;
        survey = { ...survey, done: index + 1, total: windows.length };
        answer.cells.forEach((cell, i) => {
          survey.entropy[cell] = answer.entropy[i];
          survey.probability[cell] = answer.probability[i];
        });
        this.surveys.set(record, survey);
      } catch (error) {
        if (this.surveying === task) this.tell(error);
        return;
      }
      if (this.surveying !== task || this.record() !== record) return;
      store.setState({ survey });
    }
    this.surveying = null;
  }

  private stop(): void {
    for (const task of [this.asking, this.surveying, this.attending]) task?.cancel();
    this.asking = this.surveying = this.attending = null;
  }

  private tell(error: unknown): void {
    if (isToldElsewhere(error)) return;
    const told =
      error instanceof TesseraError ? `${sentence(error.message)} ${sentence(error.advice)}` : String(error);
    this.options.store.setState({ problem: told });
  }
}

const NOTHING_KNOWN = { token: null, problem: null, survey: null, attention: null };

function emptySurvey(record: RunRecord): Survey {
  const unknown = () => new Float32Array(record.tokens.length).fill(NaN);
  return { record, entropy: unknown(), probability: unknown(), done: 0, total: 0 };
}

function placeOf({ grid }: RunRecord, cell: number): { row: number; column: number } {
  return { row: Math.floor(cell / grid.width), column: cell % grid.width };
}

function isAbout(
  one: { readonly record: RunRecord; readonly cell: number } | null,
  record: RunRecord,
  cell: number,
): boolean {
  return one?.record === record && one.cell === cell;
}

const identities = new WeakMap<RunRecord, number>();
let nextIdentity = 1;

/** A number for each record object: edited runs keep their id and get another record. */
function identify(record: RunRecord | null): number {
  if (!record) return 0;
  const known = identities.get(record);
  if (known !== undefined) return known;
  identities.set(record, nextIdentity);
  return nextIdentity++;
}
