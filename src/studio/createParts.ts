import { createStore } from 'zustand/vanilla';

import type { ConditionKind } from '../core/settings.ts';
import { ConditionDesk } from './condition/desk.ts';
import { CodebookDesk } from './codebook/codebookDesk.ts';
import { createRunStore } from './generate/runStore.ts';
import { Runner } from './generate/runner.ts';
import { createSettingsStore } from './generate/settingsStore.ts';
import { createLibrary } from './library/createLibrary.ts';
import { text } from './messages/text.ts';
import type { Examples } from './paint/examples.ts';
import { Inspector } from './inspect/inspector.ts';
import { createInspectStore } from './inspect/inspectStore.ts';
import { Importer } from './paint/importer.ts';
import { LayoutDocument } from './paint/layoutDocument.ts';
import { createLayoutStore } from './paint/layoutStore.ts';
import { createViewStore } from './paint/viewStore.ts';
import { ReconstructBench } from './reconstruct/bench.ts';
import { KeyFrames } from './replay/keyFrames.ts';
import { Player } from './replay/player.ts';
import { settleFinishedRuns } from './replay/settleFinishedRuns.ts';
import { RecordedShow } from './replay/recordedShow.ts';
import { pageBase, type PageOptions } from './session/environment.ts';
import { Session } from './session/session.ts';
import { createSessionStore } from './session/sessionStore.ts';
import { createNoticeStore } from './shell/noticeStore.ts';
import { WhatIf } from './whatif/whatIf.ts';
import { createWhatIfStore } from './whatif/whatIfStore.ts';

interface UiState {
  readonly helpOpen: boolean;
  readonly commandsOpen: boolean;
  readonly examples: Examples;
  /** Until the example layouts are here, or known not to come: their places are kept meanwhile. */
  readonly awaitsExamples: boolean;
}

/** Everything that actions and views work with. */
export type StudioParts = ReturnType<typeof createParts>;

export function createParts(page: PageOptions) {
  const base = pageBase();
  const notices = createNoticeStore();
  const settings = createSettingsStore();
  const sessionStore = createSessionStore();
  const layout = createLayoutStore();
  const canvasView = createViewStore();
  const runs = createRunStore();
  const ui = createStore<UiState>(() => ({
    helpOpen: false,
    commandsOpen: false,
    examples: { labels: [], layouts: [] },
    awaitsExamples: true,
  }));
  const { height, width } = settings.getState();
  const document = new LayoutDocument(height, width);
  const session = new Session({
    store: sessionStore,
    notices,
    base,
    page,
    retryLabel: () => text().actions.retry,
  });
  const desk = new ConditionDesk(document, settings);
  const drawn = (kind: ConditionKind) => desk.documentOf(kind);
  const runner = new Runner({ session, sessionStore, settings, document, drawn, runs, notices });
  const importer = new Importer({ document, settings, session: sessionStore, notices });
  const player: Player = new Player(runs, () => show.next());
  const show = new RecordedShow({ runs, player, base, labels: () => sessionStore.getState().labels });
  const library = createLibrary({ session, sessionStore, notices, base });
  const codebook = new CodebookDesk({ session, sessionStore, notices });
  const bench = new ReconstructBench({ session, sessionStore });
  settleFinishedRuns(runs, sessionStore);
  const keyFrames = new KeyFrames({ runs, session, sessionStore });
  const inspectStore = createInspectStore();
  const inspector = new Inspector({ store: inspectStore, runs, session, sessionStore });
  const whatIfStore = createWhatIfStore();
  const whatIf = new WhatIf({ store: whatIfStore, runs, session, sessionStore, notices });
  return {
    base,
    notices,
    settings,
    sessionStore,
    layout,
    canvasView,
    runs,
    ui,
    document,
    desk,
    session,
    runner,
    importer,
    player,
    keyFrames,
    show,
    library,
    codebook,
    bench,
    inspectStore,
    inspector,
    whatIfStore,
    whatIf,
  };
}
