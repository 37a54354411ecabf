import type { Messages } from '../en.ts';
import { count } from '../format.ts';

/** The queue, the samples and unfinished runs in German. */
export const queue: Messages['queue'] = {
  region: 'Warteschlange',
  enqueue: 'In die Warteschlange',
  enqueueHelp: 'Zeichnet, was jetzt auf der Seite ist, sobald der Lauf davor zu Ende ist',
  samples: 'Proben',
  samplesOption: (number) => (number === 1 ? '1 Bild' : `${number} Bilder`),
  waiting: (number) => (number === 1 ? '1 Lauf wartet' : `${count(number)} Läufe warten`),
  item: (model, seed, width, height) => `Seed ${seed}, ${width} × ${height}, ${model}`,
  earlier: (seed) => `Seed ${seed} früher zeichnen`,
  later: (seed) => `Seed ${seed} später zeichnen`,
  remove: (seed) => `Seed ${seed} aus der Warteschlange nehmen`,
  clear: 'Warteschlange leeren',
  paused: 'Die Warteschlange hielt an, weil ein Lauf gescheitert ist.',
  resume: 'Weiter',
  sheet: 'Proben',
  sheetHelp: 'Eine wählen, um sie groß zu sehen, und die beste behalten.',
  sample: (seed, state) =>
    `Probe mit Seed ${seed}${{ waiting: ', wartet', running: ', wird gezeichnet', done: '', stopped: ', nicht gezeichnet' }[state]}`,
  keep: 'Diese behalten',
  keepHelp: 'Die anderen Proben werden gelöscht, und die Seite übernimmt diesen Seed',
  keepAll: 'Alle behalten',
  kept: (seed) => `Seed ${seed} ist behalten; die anderen Proben sind gelöscht.`,
  unfinished: (model, drawn, total) =>
    `Ein Lauf von ${model} endete bei ${count(drawn)} von ${count(total)} Token.`,
  continue: 'Lauf fortsetzen',
  discard: 'Verwerfen',
};
