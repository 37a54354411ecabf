import type { Messages } from '../en.ts';
import { prozent } from './numbers.ts';

/** What was lost, and that nothing was, in German. */
export const trust: Messages['trust'] = {
  recovering: 'Grafikgerät startet neu',
  deviceBack:
    'Das Grafikgerät war verloren und ist zurück. Nichts fehlt; ein Lauf geht dort weiter, wo er stehen blieb.',
  deviceReplaced: 'Das Grafikgerät ging immer wieder verloren; nun rechnet WASM.',
  deviceReplacedAdvice:
    'Was gezeichnet wurde, ist erhalten. Neuladen der Seite versucht es noch einmal mit dem Grafikgerät; andere Seiten zu schließen, die es benutzen, kann helfen.',
  doubt: (model, evenness) => `${model} hat in diesem Lauf fast zufällig geraten (zu ${prozent(evenness)}).`,
  doubtAdvice:
    'Die Zahl der Aufmerksamkeitsköpfe oder das Codebook ist vielleicht falsch: bitte noch einmal mit der YAML-Datei importieren.',
  otherHost: (host) => `Dieser Link öffnet ein Modell von ${host}; das ist nicht diese Seite.`,
  otherHostAdvice: 'Noch wurde dort nichts abgerufen.',
  fetchFrom: (host) => `Von ${host} abrufen`,
};
