import type { Messages } from '../en.ts';
import { bytes, count, dateAndTime } from '../format.ts';

const laeufe = (number: number) => (number === 1 ? '1 Lauf' : `${count(number)} Läufe`);

/** The history in German. */
export const history: Messages['history'] = {
  title: 'Verlauf',
  intro:
    'Jeder fertige Lauf wird in diesem Browser aufbewahrt, Bild, Token und Layout, und nirgends sonst. Öffnen bringt alles zurück.',
  search: 'Verlauf durchsuchen',
  searchHint: 'Modell, Label, Seed oder Größe',
  onlyStarred: 'Nur mit Stern',
  export: 'Verlauf exportieren',
  import: 'Verlauf importieren',
  used: (used, most, number) => `${laeufe(number)}, ${bytes(used)} von höchstens ${bytes(most)}`,
  bar: 'Speicher des Verlaufs',
  bound: 'Ist er voll, machen die ältesten Läufe ohne Stern Platz. Läufe mit Stern bleiben.',
  inMemory:
    'Dieser Browser behält für diese Seite nichts (vielleicht ein privates Fenster); die Läufe bleiben also nur, bis die Seite geschlossen wird. Was bleiben soll, bitte exportieren.',
  refused: {
    unavailable:
      'Dieser Browser behält für diese Seite nichts; der Verlauf bleibt also nur, bis die Seite geschlossen wird. Alles andere geht.',
    full: 'Der Browser hat keinen Platz für weitere Läufe; die neuesten werden nicht aufbewahrt. Abhilfe: den Verlauf exportieren und einige Läufe löschen.',
  },
  emptyTitle: 'Noch nichts gezeichnet',
  empty: 'Jedes erzeugte Bild wird hier sein, auch morgen noch.',
  start: 'Etwas malen',
  nothingFound: (query, onlyStarred) =>
    query === ''
      ? 'Noch hat kein Lauf einen Stern.'
      : `Kein Lauf ${onlyStarred ? 'mit Stern ' : ''}passt zu „${query}“.`,
  list: 'Läufe des Verlaufs',
  earlier: 'Früher',
  all: (number) => (number === 1 ? 'Zum Lauf' : `Alle ${laeufe(number)}`),
  open: (model, seed) => `Den Lauf von ${model}, Seed ${seed}, öffnen`,
  name: (model, seed) => `Der Lauf von ${model} mit Seed ${seed}`,
  more: (model, seed) => `Mehr zu ${model}, Seed ${seed}`,
  star: (seed) => `Stern für den Lauf mit Seed ${seed}`,
  seed: (seed) => `Seed ${seed}`,
  size: (width, height) => `${width} × ${height}`,
  restore: 'Öffnen',
  reuseSeed: 'Seed übernehmen',
  vary: 'Variieren',
  delete: 'Löschen',
  notes: {
    restore: 'Modell, Einstellungen, Layout, Bild und Token',
    reuseSeed: 'Dieser Seed mit dem, was jetzt auf der Seite ist',
    vary: 'Dasselbe noch einmal mit dem nächsten Seed',
    delete: 'Lässt sich zurücknehmen',
  },
  seedReused: (seed) => `Seed ${seed} ist gesetzt und bleibt.`,
  varied: (seed) => `Seed ${seed} steht an.`,
  cannotVary: {
    what: 'es ist nicht bekannt, wonach dieser Lauf gezeichnet wurde',
    advice: 'ihn öffnen, ein Layout malen und erzeugen',
  },
  noModel: (model) => ({
    what: `dieser Lauf wurde mit ${model} gezeichnet, und dieses Modell kennt die Seite nicht`,
    advice: 'zuerst das Modell in der Bibliothek öffnen',
  }),
  gone: { what: 'dieser Lauf ist nicht mehr im Verlauf', advice: 'die Seite neu laden' },
  deleted: (number) => `${laeufe(number)} gelöscht.`,
  undo: 'Rückgängig',
  imported: (added, known, unreadable) =>
    [
      `${laeufe(added)} zum Verlauf hinzugefügt.`,
      known > 0 ? `${count(known)} gab es schon.` : '',
      unreadable > 0 ? `${count(unreadable)} ließen sich nicht lesen.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  date: dateAndTime,
};
