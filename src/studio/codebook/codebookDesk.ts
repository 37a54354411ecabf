import { reportOf, TesseraError } from '../../core/errors.ts';
import { startCodebookJob, type CodebookJob } from '../../runtime/codebookJobs.ts';
import type { Task } from '../../runtime/client.ts';
import { readPhoto } from '../reconstruct/readPhoto.ts';
import type { Session } from '../session/session.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { tellError, type NoticeStore } from '../shell/noticeStore.ts';
import { decodeContexts } from './contexts.ts';
import { createCodebookStore, emptiedFor, type Sort, type Work } from './codebookStore.ts';

interface DeskParts {
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
  readonly notices: NoticeStore;
}

/** Longest side of a picture that is counted; larger ones are scaled down. */
const COUNTED_SIDE = 512;

/** What the Codebook page asks for and computes. One piece of work at a time. */
export class CodebookDesk {
  readonly store = createCodebookStore();
  private task: Pick<Task<unknown>, 'cancel'> | null = null;

  constructor(private readonly parts: DeskParts) {}

  /** Gets vectors and usage of the loaded model, once. */
  async open(): Promise<void> {
    const { session, sessionStore } = this.parts;
    const hash = sessionStore.getState().loaded?.hash ?? null;
    if (hash === this.store.getState().hash || !session.client) return;
    this.cancel();
    const { selected } = this.store.getState();
    this.store.setState(emptiedFor(hash, selected));
    if (hash === null) return;
    try {
      const { codebook, quantizer, usage } = await session.client.askStage<'codebook'>({ about: 'codebook' })
        .result;
      if (this.store.getState().hash !== hash) return;
      this.store.setState({
        codebook,
        quantizer,
        usage,
        usageFrom: usage ? 'file' : 'own',
        selected: Math.min(selected, codebook.codes - 1),
      });
    } catch (error) {
      if (this.store.getState().hash === hash) this.store.setState({ failure: reportOf(error) });
    }
  }

  select(code: number): void {
    this.store.setState({ selected: code });
  }

  /** Sorts; what an order needs is computed first. */
  sort(sort: Sort): void {
    const { selected, arrangement } = this.store.getState();
    this.store.setState({ sort, anchor: selected });
    if (sort === 'arrangement' && !arrangement) void this.compute('arrangement');
  }

  /** Another seed for arrangement and map; what was made with the one before goes. */
  reseed(seed: number): void {
    const { sort, view } = this.store.getState();
    this.cancel();
    this.store.setState({ seed, arrangement: null, neighbours: null });
    if (view === 'tiles' && sort === 'arrangement') void this.compute('arrangement');
    if (view === 'map') void this.compute('neighbours');
  }

  async compute(kind: CodebookJob['kind']): Promise<void> {
    const { codebook, seed, work } = this.store.getState();
    if (!codebook || work?.kind === kind) return;
    await this.perform(kind, async (onProgress) => {
      const task = startCodebookJob({ kind, codebook, seed }, onProgress);
      this.task = task;
      const result = await task.result;
      if ('order' in result) this.store.setState({ arrangement: result.order });
      else if (result.shares)
        this.store.setState({ components: { points: result.points, shares: result.shares } });
      else this.store.setState({ neighbours: result.points });
    });
  }

  /** Decodes every code among its commonest neighbours, as the usage file tells them. */
  async decodeContexts(): Promise<void> {
    const { usage, contextsDone, work } = this.store.getState();
    const { client } = this.parts.session;
    const { loaded, atlas } = this.parts.sessionStore.getState();
    const downsampling = loaded?.downsampling;
    if (!client || !usage?.contexts || !downsampling || work?.kind === 'contexts') return;
    if (contextsDone >= usage.codes) return;
    const { contexts } = usage;
    await this.perform('contexts', async (onProgress) => {
      await decodeContexts({
        contexts,
        size: downsampling,
        from: contextsDone,
        // What is not decoded yet is shown as it is alone.
        kept: this.store.getState().contexts ?? atlas,
        decode: (grid) => {
          const task = client.decode(grid);
          this.task = task;
          return task.result;
        },
        onAtlas: (atlas, done) => {
          this.store.setState({ contexts: atlas, contextsDone: done });
          onProgress(done / usage.codes);
        },
      });
    });
  }

  /** Encodes pictures and counts their codes among the person's own. */
  async countPictures(files: readonly File[]): Promise<void> {
    const { client } = this.parts.session;
    const downsampling = this.parts.sessionStore.getState().loaded?.downsampling;
    if (!client || !downsampling) return;
    await this.perform('counting', async (onProgress) => {
      for (const [index, file] of files.entries()) {
        const photo = await readPhoto(file, { longest: COUNTED_SIDE, multiple: downsampling });
        const task = client.askStage<'encode'>({ about: 'encode', photo });
        this.task = task;
        const { grid } = await task.result;
        this.store.setState(({ counted }) => ({
          counted: [...counted, { name: file.name, grid }],
          usageFrom: 'own',
        }));
        onProgress((index + 1) / files.length);
      }
    });
  }

  cancel(): void {
    this.task?.cancel();
    this.task = null;
    this.store.setState({ work: null });
  }

  private async perform(
    kind: Work,
    work: (onProgress: (share: number) => void) => Promise<void>,
  ): Promise<void> {
    this.cancel();
    const mine = { kind, share: 0 };
    let shown = mine;
    this.store.setState({ work: mine });
    const isMine = () => this.store.getState().work === shown;
    try {
      await work((share) => {
        if (!isMine()) throw new TesseraError('cancelled', 'other work began', 'start it again');
        shown = { kind, share };
        this.store.setState({ work: shown });
      });
    } catch (error) {
      const { code } = reportOf(error);
      if (code !== 'cancelled' && code !== 'aborted') tellError(this.parts.notices, error);
    } finally {
      if (isMine()) this.store.setState({ work: null });
    }
  }
}
