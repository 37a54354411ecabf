import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import './theme/tokens.css';
import './theme/base.css';
import './theme/boot.css';
import { listenForShortcuts } from './actions/listenForShortcuts.ts';
import { App } from './App.tsx';
import { startLanguage } from './language/language.ts';
import { Spoken } from './language/Spoken.tsx';
import { listenForInstall } from './offline/install.ts';
import { keepThisPageOffline } from './offline/updates.ts';
import { exposeDiagnostics } from './session/diagnostics.ts';
import { pageOptions } from './session/environment.ts';
import { trustOwnScripts } from './session/trustedScripts.ts';
import { ErrorBoundary } from './shell/ErrorBoundary.tsx';
import { createStudio, startStudio } from './studio.ts';

trustOwnScripts();
listenForInstall();
await startLanguage();
const studio = createStudio(pageOptions(location.search));
listenForShortcuts(studio.actions);
exposeDiagnostics(studio.session);
void startStudio(studio);
studio.links.listen();
keepThisPageOffline(studio.base, studio.notices);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Spoken studio={studio}>
        <ErrorBoundary>
          <App />
        </ErrorBoundary>
      </Spoken>
    </StrictMode>,
  );
}
