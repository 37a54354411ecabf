import { dismissErrors, tellError } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import type { Completion } from '../complete/completion.ts';
import { type RunQueue, withSeeds } from './runQueue.ts';

type Parts = Pick<StudioParts, 'runner' | 'settings' | 'sessionStore' | 'notices' | 'player'> & {
  readonly queue: RunQueue;
  readonly completion: Completion;
};

/** Takes down what is on the page now and puts it into the line, as many samples as are set. */
export function startRuns(parts: Parts): void {
  const { runner, settings, sessionStore, notices, player, queue, completion } = parts;
  const { model } = sessionStore.getState();
  if (!model) return;
  dismissErrors(notices);
  try {
    const requests = withSeeds(completion.keptIn(runner.request()), settings.getState().samples);
    player.pause();
    queue.add(requests, { url: model.url, name: model.name });
  } catch (error) {
    tellError(notices, error);
  }
}
