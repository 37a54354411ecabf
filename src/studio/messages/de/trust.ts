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
  doubts: {
    guesses: (model, evenness) =>
      `${model} hat in diesem Lauf fast zufällig geraten (zu ${prozent(evenness)}).`,
    heads: (model, stated, shown) =>
      `${model} ist auf ${stated} Aufmerksamkeitsköpfe eingestellt, seine Gewichte sehen nach ${shown} aus.`,
    codebook: (model) => `Der Transformer von ${model} gehört wohl nicht zu seinem Codebook.`,
  },
  doubtAdvice: {
    guesses:
      'Die Zahl der Aufmerksamkeitsköpfe oder das Codebook ist vielleicht falsch: bitte noch einmal mit der YAML-Datei importieren.',
    heads: 'Die Bilder werden schlecht: bitte den Checkpoint noch einmal mit dieser Zahl importieren.',
    codebook:
      'Die Bilder werden Rauschen: bitte den Checkpoint noch einmal mit der Bildstufe importieren, auf der er trainiert wurde.',
  },
  notShown: {
    what: 'Dieser Teil der Seite lässt sich nicht anzeigen.',
    advice:
      'Layout, Läufe und Modelle sind erhalten, und die anderen Seiten funktionieren. Die Seite Diagnose sagt, was schiefging.',
    again: 'Noch einmal anzeigen',
    reload: 'Seite neu laden',
  },
  otherHost: (host) => `Dieser Link öffnet ein Modell von ${host}; das ist nicht diese Seite.`,
  otherHostAdvice: 'Noch wurde dort nichts abgerufen.',
  fetchFrom: (host) => `Von ${host} abrufen`,
};
