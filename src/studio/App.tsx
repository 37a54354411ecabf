import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';

import { CodebookPage } from './codebook/CodebookPage.tsx';
import { CommandPalette } from './commands/CommandPalette.tsx';
import { DiagnosticsPage } from './diagnostics/DiagnosticsPage.tsx';
import { DropTarget } from './files/DropTarget.tsx';
import { IntakeDialog } from './files/IntakeDialog.tsx';
import { HistoryPage } from './history/HistoryPage.tsx';
import { languageStore } from './language/language.ts';
import { LearnPage } from './learn/LearnPage.tsx';
import { LibraryPage } from './library/LibraryPage.tsx';
import { text } from './messages/text.ts';
import { ImportDialog } from './paint/ImportDialog.tsx';
import { LinkDialog } from './share/LinkDialog.tsx';
import { Header } from './shell/Header.tsx';
import { HelpSheet } from './shell/HelpSheet.tsx';
import { ErrorBoundary } from './shell/ErrorBoundary.tsx';
import { Notices } from './shell/Notices.tsx';
import { useRoute, type Page } from './shell/routes.ts';
import { StudioPage } from './StudioPage.tsx';

const PAGES: Record<Page, () => React.ReactNode> = {
  studio: StudioPage,
  history: HistoryPage,
  codebook: CodebookPage,
  library: LibraryPage,
  learn: LearnPage,
  diagnostics: DiagnosticsPage,
};

export function App() {
  const page = useRoute();
  // Read here too: what takes its words from `text()` alone is drawn again from the top.
  const language = useStore(languageStore, (state) => state.language);
  const View = PAGES[page];
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    document.title = page === 'studio' ? text().name : `${text().pages[page]} · ${text().name}`;
  }, [page, language]);

  useEffect(() => {
    // Another page: readers start at its top, as after following a link.
    if (!first.current) main.current?.focus({ preventScroll: true });
    if (!first.current) window.scrollTo(0, 0);
    first.current = false;
  }, [page]);

  return (
    <>
      <a className="skip-link" href="#main" onClick={(event) => skipTo(event, main.current)}>
        {text().shell.skip}
      </a>
      <Header page={page} />
      <Notices />
      <main ref={main} id="main" tabIndex={-1}>
        <ErrorBoundary key={page}>
          <View />
        </ErrorBoundary>
      </main>
      <HelpSheet />
      <CommandPalette />
      <ImportDialog />
      <IntakeDialog />
      <LinkDialog />
      <DropTarget />
    </>
  );
}

/** The hash is the route, so skipping must not change it. */
function skipTo(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
