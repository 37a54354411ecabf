import type { Messages } from '../en.ts';
import { count, decimal } from '../format.ts';

/** Edits on the token grid in German. */
export const whatIf: Messages['whatIf'] = {
  tools: 'Token-Werkzeuge',
  tool: { look: 'Token ansehen', tile: 'Steinpinsel', region: 'Bereich markieren' },
  lookHint: 'Token wählen: ansehen oder tauschen',
  regionHint: 'Über das ziehen, was neu werden soll',
  undo: 'Änderung zurücknehmen',
  redo: 'Änderung wiederholen',
  compare: 'Mit vorher vergleichen',
  before: 'Vorher',
  now: 'Jetzt',
  compareAt: 'Trennlinie des Vergleichs',
  brushCode: 'Code des Steinpinsels',
  laysCode: 'Legt Code',
  useInBrush: 'In den Steinpinsel nehmen',
  another: 'Tauschen gegen Code',
  neighbours: 'Nächste im Codebook',
  neighbour: (code, distance) => `Code ${code} legen, Abstand ${decimal(distance, 2)}`,
  after: 'Alles danach neu zeichnen',
  afterHelp: 'Mit denselben Zahlen u, damit allein das Token den Unterschied macht',
  region: 'Bereich neu zeichnen',
  regionHelp: 'Mit einem anderen Seed; alles andere bleibt',
  regionOf: (height, width) => `${count(width)} × ${count(height)} Token`,
  unmark: 'Markierung aufheben',
  decoding: 'Das ganze Bild wird dekodiert',
  edited: (edits) => (edits === 1 ? '1 Änderung' : `${count(edits)} Änderungen`),
};
