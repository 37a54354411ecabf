import { HistoryUses } from './codebook/historyUses.ts';
import { Completion } from './complete/completion.ts';
import { importDrawing } from './condition/importDrawing.ts';
import { Intake } from './files/intake.ts';
import { photoIntents } from './files/intents.ts';
import { openZip } from './files/openZip.ts';
import { canvasDeveloper } from './history/developer.ts';
import { openHistoryDatabase } from './history/historyDatabase.ts';
import { HistoryFlow } from './history/historyFlow.ts';
import { keepRuns } from './history/keepRuns.ts';
import { RunHistory } from './history/runHistory.ts';
import { text } from './messages/text.ts';
import { ensureModel } from './queue/ensureModel.ts';
import { RunDrafts } from './queue/runDrafts.ts';
import { RunQueue } from './queue/runQueue.ts';
import { Links } from './share/links.ts';
import { tell } from './shell/noticeStore.ts';
import type { StudioParts } from './createParts.ts';

/** What is built on the parts: ways in and out of the page, and what is kept of its runs. */
export interface StudioFeatures {
  readonly completion: Completion;
  readonly intake: Intake;
  readonly links: Links;
  readonly queue: RunQueue;
  readonly runDrafts: RunDrafts;
  readonly history: RunHistory;
  readonly historyFlow: HistoryFlow;
  readonly historyUses: HistoryUses;
}

export function createFeatures(parts: StudioParts): StudioFeatures {
  const { runs, runner, notices } = parts;
  const completion = new Completion(parts);
  const runDrafts = new RunDrafts(runs);
  const queue = new RunQueue({
    runner,
    runs,
    openModel: (model) => ensureModel(parts, model),
    onBegan: (item) => runDrafts.began(item),
    onEnded: (outcome) => runDrafts.ended(outcome),
  });
  const history = new RunHistory({
    open: openHistoryDatabase,
    developer: canvasDeveloper(parts),
    onRefused: (why) => {
      const message = text().history.refused[why];
      tell(notices, { tone: 'info', code: 'history-refused', message, advice: '' });
    },
  });
  keepRuns(runs, parts.whatIfStore, history);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void history.refresh();
  });
  const historyFlow = new HistoryFlow({ parts, history, queue });
  const intake: Intake = new Intake({
    parts,
    intents: photoIntents({
      askColours: (name, photo) => intake.askColours(name, photo),
      complete: (file) => completion.open(file),
      count: (file) => {
        location.hash = '#/codebook';
        return parts.codebook.countPictures([file]);
      },
      draw: (kind, file) => {
        parts.settings.setState({ kind });
        return importDrawing(parts, kind, [file]);
      },
    }),
    openZip: (archive) =>
      openZip(archive, {
        history: (files) => historyFlow.import(files),
        file: (file) => intake.open([file]),
      }),
  });
  window.addEventListener('pagehide', () => runDrafts.save());
  return {
    completion,
    intake,
    links: new Links(parts),
    queue,
    runDrafts,
    history,
    historyFlow,
    historyUses: new HistoryUses(history),
  };
}
