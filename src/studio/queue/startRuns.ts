import { TesseraError } from '../../core/errors.ts';
import { text } from '../messages/text.ts';
import { cropToAspect } from '../paint/cropToAspect.ts';
import { examplesFor } from '../paint/examples.ts';
import { dismissErrors, tellError, type Notice } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import type { Completion } from '../complete/completion.ts';
import { type RunQueue, withSeeds } from './runQueue.ts';

type Parts = Pick<
  StudioParts,
  'runner' | 'settings' | 'sessionStore' | 'notices' | 'player' | 'document' | 'ui'
> & {
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
    tellError(notices, error, wayOut(error, parts));
  }
}

/** Whoever presses Generate first of all is one press away from a layout. */
function wayOut(error: unknown, { document: layout, sessionStore, ui }: Parts): Notice['action'] {
  const [example] = examplesFor(ui.getState().examples, sessionStore.getState().labels);
  if (!(error instanceof TesseraError && error.code === 'layout-empty') || !example) return undefined;
  const { height, width } = layout.map;
  return {
    label: text().layout.examples,
    perform: () => layout.replace(cropToAspect(example.map, height, width)),
  };
}
