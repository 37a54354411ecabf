import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import './theme/tokens.css';
import './theme/base.css';
import { listenForShortcuts } from './actions/listenForShortcuts.ts';
import { App } from './App.tsx';
import { exposeDiagnostics } from './session/diagnostics.ts';
import { pageOptions } from './session/environment.ts';
import { trustOwnScripts } from './session/trustedScripts.ts';
import { createStudio, startStudio } from './studio.ts';
import { StudioContext } from './useStudio.ts';

trustOwnScripts();
const studio = createStudio(pageOptions(location.search));
listenForShortcuts(studio.actions);
exposeDiagnostics(studio.session);
void startStudio(studio);
studio.links.listen();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <StudioContext value={studio}>
        <App />
      </StudioContext>
    </StrictMode>,
  );
}
