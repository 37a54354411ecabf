import type { Messages } from '../en.ts';
import { count } from '../format.ts';

/** Completion in German. */
export const complete: Messages['complete'] = {
  open: 'Foto vervollständigen',
  offer: 'Einen Teil eines Fotos behalten und den Rest vom Modell zeichnen lassen, so oft man mag.',
  region: 'Vervollständigung',
  close: 'Foto weglegen',
  tools: 'Werkzeuge der Vervollständigung',
  tool: { keep: 'Behalten', draw: 'Neu zeichnen' },
  board: 'Was vom Foto bleibt',
  boardHelp:
    'Pfeiltasten gehen über die Zellen, Leertaste oder Eingabe ändert, ob eine bleibt, Umschalttaste mit Pfeil malt.',
  picture: 'Das Foto; was neu gezeichnet wird, ist dunkel',
  cell: (row, column, isKept) =>
    `Zeile ${row}, Spalte ${column}: ${isKept ? 'bleibt' : 'wird neu gezeichnet'}`,
  reading: 'Das Modell liest das Foto.',
  count: (left, total) =>
    left === 0
      ? 'Alles bleibt: Übermalen, was neu gezeichnet werden soll.'
      : `Erzeugen zeichnet ${count(left)} von ${count(total)} Zellen und behält die übrigen, wie die Codes des Modells sie zeigen. Mehr Bilder auf einmal ergeben mehr Vorschläge.`,
  start: {
    upper: 'Obere Hälfte behalten',
    left: 'Linke Hälfte behalten',
    middle: 'Mitte behalten',
    all: 'Alles behalten',
    none: 'Nichts behalten',
  },
  invert: 'Umkehren',
  brush: 'Pinsel in Zellen',
  photo: {
    label: 'Ein Bild zum Vervollständigen',
    help: 'Ein beliebiger Teil bleibt, den Rest zeichnet das Modell.',
  },
};
