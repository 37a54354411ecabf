import type { StudioFeatures } from '../createFeatures.ts';
import { text } from '../messages/text.ts';
import { tell } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import type { Batch, Sample } from './runQueue.ts';

type Parts = Pick<StudioParts, 'runs' | 'settings' | 'notices'> & Pick<StudioFeatures, 'queue' | 'history'>;

/** Goes on from one sample: the page takes its seed, and the others leave the page and the history. */
export function keepSample(
  { runs, settings, notices, queue, history }: Parts,
  batch: Batch,
  kept: Sample,
): void {
  const others = batch.samples.flatMap(({ run }) => (run && run !== kept.run ? [run] : []));
  const isOther = (id: string) => others.some((run) => run.id === id);
  const before = runs.getState().kept;
  runs.setState({ kept: before.filter(({ id }) => !isOther(id)) });
  settings.setState({ seed: kept.seed, seedLocked: true });
  queue.closeBatch();
  const removed = history.remove(history.idsOf(others));
  const undo = () => {
    runs.setState({ kept: before });
    void removed.then((gone) => history.putBack(gone));
  };
  const t = text();
  tell(notices, {
    tone: 'info',
    code: 'sample-kept',
    message: t.queue.kept(kept.seed),
    advice: '',
    action: { label: t.history.undo, perform: undo },
  });
}
