import type { Messages } from '../en.ts';

/** Worte der installierten Seite und ihrer neueren Fassungen. */
export const offline: Messages['offline'] = {
  install: 'Tessera installieren',
  updateReady: 'Ein neueres Tessera ist da.',
  updateAdvice: 'Layout, Einstellungen und Verlauf bleiben.',
  update: 'Neu laden',
};
