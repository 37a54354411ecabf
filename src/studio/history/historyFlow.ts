import { TesseraError } from '../../core/errors.ts';
import { EMPTY } from '../../core/grid.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import { download } from '../files/download.ts';
import { openRun } from '../files/openRun.ts';
import type { RunRequest } from '../generate/runner.ts';
import { text } from '../messages/text.ts';
import type { RunQueue } from '../queue/runQueue.ts';
import { tell, tellError } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import type { RunHistory } from './runHistory.ts';

interface FlowOptions {
  readonly parts: StudioParts;
  readonly history: RunHistory;
  readonly queue: RunQueue;
}

/** What a person does with runs of the history. */
export class HistoryFlow {
  constructor(private readonly options: FlowOptions) {}

  /** Brings everything of a run back to the studio. */
  restore(id: string): Promise<void> {
    return this.telling(async () => {
      const { held, png } = await this.read(id);
      const picture = await createImageBitmap(new Blob([png], { type: 'image/png' }), {
        colorSpaceConversion: 'none',
        premultiplyAlpha: 'none',
      });
      location.hash = '#/';
      const name = text().history.name(
        held.studio?.modelName ?? held.record.model.id,
        held.record.settings.seed,
      );
      await openRun(this.options.parts, held, { name, picture });
    });
  }

  reuseSeed(seed: number): void {
    const { settings, notices } = this.options.parts;
    settings.setState({ seed, seedLocked: true });
    tell(notices, {
      tone: 'info',
      code: 'seed-reused',
      message: text().history.seedReused(seed),
      advice: '',
      brief: true,
    });
  }

  /** The same run again with the next seed; what was kept of a photo is kept again. */
  vary(id: string): Promise<void> {
    return this.telling(async () => {
      const { parts, queue } = this.options;
      const { held } = await this.read(id);
      const { record, studio } = held;
      const t = text().history;
      if (!studio?.condition) throw new TesseraError('cannot-vary', t.cannotVary.what, t.cannotVary.advice);
      const model = parts.sessionStore.getState().models.find((one) => one.id === record.model.id);
      if (!model) {
        const { what, advice } = t.noModel(studio.modelName);
        throw new TesseraError('model-not-listed', what, advice);
      }
      const seed = Math.min(Number.MAX_SAFE_INTEGER, record.settings.seed + 1);
      const request = {
        width: record.grid.width * studio.downsampling,
        height: record.grid.height * studio.downsampling,
        sampling: { ...record.settings, seed },
        document: studio.condition,
        ...(studio.kept && keptOf(record, studio.kept)),
      };
      location.hash = '#/';
      parts.player.pause();
      tell(parts.notices, { tone: 'info', code: 'varied', message: t.varied(seed), advice: '', brief: true });
      queue.add([request], { url: model.url, name: model.name });
    });
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.telling(async () => {
      const { parts, history } = this.options;
      const removed = await history.remove(ids);
      const t = text().history;
      tell(parts.notices, {
        tone: 'info',
        code: 'runs-deleted',
        message: t.deleted(removed.length),
        advice: '',
        action: { label: t.undo, perform: () => void history.putBack(removed) },
      });
    });
  }

  export(): Promise<void> {
    return this.telling(async () => {
      const packed = await this.options.history.export();
      const day = new Date().toISOString().slice(0, 10);
      download(new Blob([packed], { type: 'application/zip' }), `tessera-history-${day}.zip`);
    });
  }

  /** @throws TesseraError those of RunHistory.import */
  async import(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const { parts, history } = this.options;
    const { added, known, unreadable } = await history.import(files);
    const message = text().history.imported(added, known, unreadable);
    tell(parts.notices, { tone: 'info', code: 'history-imported', message, advice: '', brief: true });
    location.hash = '#/history';
  }

  private async read(id: string) {
    const found = await this.options.history.read(id);
    const { what, advice } = text().history.gone;
    if (!found) throw new TesseraError('run-gone', what, advice);
    return found;
  }

  private async telling(perform: () => Promise<void>): Promise<void> {
    try {
      await perform();
    } catch (error) {
      tellError(this.options.parts.notices, error);
    }
  }
}

function keptOf({ tokens }: RunRecord, cells: readonly number[]): Pick<RunRequest, 'keep' | 'kept'> {
  const kept = new Set(cells);
  return { keep: Int32Array.from(tokens, (token, cell) => (kept.has(cell) ? token : EMPTY)), kept };
}
