import type { Messages } from '../en.ts';
import { count } from '../format.ts';

/** The command palette in German. */
export const palette: Messages['palette'] = {
  title: 'Befehlspalette',
  open: 'Alle Befehle durchsuchen',
  field: 'Befehl suchen',
  hint: 'Eine Aktion, eine Seite, ein Modell …',
  list: 'Befehle',
  groups: {
    actions: 'Aktion',
    pages: 'Seite',
    models: 'Modell',
    kinds: 'Bedingung',
    themes: 'Farbschema',
    languages: 'Sprache',
  },
  inForce: 'in Gebrauch',
  unavailable: 'jetzt nicht',
  none: (typed) => `Nichts heißt „${typed}“.`,
  found: (number) => (number === 1 ? '1 Befehl' : `${count(number)} Befehle`),
};
