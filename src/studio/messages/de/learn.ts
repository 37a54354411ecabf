import type { Messages } from '../en.ts';
import { count, decimal } from '../format.ts';

/** The page that explains the method, in German. */
export const learn: Messages['learn'] = {
  title: 'Wie ein Bild gelegt wird',
  lead: 'Tessera zeichnet, wie ein Mosaik gelegt wird: aus einem festen Kasten voller Steine, einen Stein nach dem anderen, jeden mit Blick auf die schon gelegten. Alles auf dieser Seite lebt und lädt zum Probieren ein.',
  tiles: {
    title: '1. Ein Kasten voller Steine',
    text: [
      'Ein Netz hat aus Tausenden von Fotos einen Kasten voller Steine gelernt. Der Kasten heißt Codebook, jeder Stein darin Code. Sechzehn mal sechzehn Pixel eines Fotos werden durch die Nummer des Codes ersetzt, der sie am besten beschreibt; aus einem Bild von 256 × 256 Pixeln werden so 256 Zahlen.',
      'Der Regler lässt sich ziehen: links die Codes als einfache Steine, rechts das Bild, das der Decoder aus denselben Zahlen macht. Der Decoder sieht auf die Nachbarn; darum verschwinden die Fugen.',
    ],
    divider: 'Trennlinie zwischen Steinen und Bild',
    hover: (code, row, column) => `Code ${code} in Zeile ${row + 1}, Spalte ${column + 1}`,
    hint: 'Auf einen Stein zeigen, um seine Nummer zu sehen.',
    none: 'Zu dieser Seite gehört kein aufgezeichneter Lauf; deshalb fehlt die Abbildung.',
    picture: 'Dieselben Token als Steine und als Bild',
    more: 'Alle Codes stehen auf der Seite „Codebook“.',
  },
  order: {
    title: '2. Eines nach dem anderen',
    text: [
      'Ein Transformer schreibt die Zahlen, wie ein Sprachmodell Wörter schreibt: von links oben, Zeile für Zeile. Vor jeder gibt er allen Codes eine Bewertung, und einer wird gezogen. Was gezogen ist, bleibt, und die nächste Wahl hängt davon ab.',
      'Er liest auch das Layout, das in Token desselben Rasters verwandelt wurde. Daher weiß er, wohin Wasser gehört.',
    ],
    position: 'Gelegte Token',
    figure: 'Das Bild, während es gelegt wird',
  },
  window: {
    title: '3. Das Fenster',
    text: [
      'Der Transformer sieht 16 × 16 Token auf einmal. Bei einem größeren Bild gleitet dieses Fenster, und das Token, das gerade gezogen wird, liegt in seiner Mitte, außer nahe am Rand. Unten liegt ein Raster von 40 × 26 Token. Wer auf eine Zelle zeigt oder die Pfeiltasten benutzt, sieht das Fenster in Gold; die kräftigen Zellen sind die Token, die es schon sehen kann.',
      'Das Fenster bei jedem Token zu verschieben ist teuer, denn alles darin muss neu berechnet werden. Die Schrittmodi lassen es vier oder acht Token lang stehen.',
    ],
    mode: 'Fenstermodus',
    figure: 'Raster aus Token mit dem Fenster eines davon',
    said: (row, column, seen) =>
      `Zeile ${row + 1}, Spalte ${column + 1}: ${count(seen)} Token des Bildes sind in Sicht.`,
    cost: (positions, ratio) => `Das ganze Raster braucht ${positions} Schritte des Transformers${ratio}.`,
    ratio: (times) => `, ${times < 10 ? decimal(times, 1) : count(times)}-mal weniger als „Exakt“`,
    count,
  },
  draw: {
    title: '4. Einen Code ziehen',
    text: [
      'Die Bewertungen werden zu Wahrscheinlichkeiten. Die Temperatur schärft oder glättet sie, Top-k behält die k besten, Top-p die besten, die zusammen einen Anteil erreichen. Aus dem Rest zieht eine Zahl zwischen 0 und 1.',
      'Die Bewertungen unten sind erfunden, damit wenige Balken viel zeigen; die Regeln sind die des Studios.',
    ],
    figure: 'Wahrscheinlichkeiten von vierundzwanzig Codes',
    kept: (kept, total) => `${kept} von ${total} Codes können gezogen werden.`,
    bar: (code, percent) => `Code ${code}: ${percent}`,
  },
  seed: {
    title: '5. Der Seed',
    text: [
      'Die Zahl, die über jeden Zug entscheidet, kommt vom Seed und vom Ort der Zelle und von nichts sonst. Darum ergibt derselbe Seed dasselbe Bild, in welcher Reihenfolge die Zellen auch gezogen werden, mit Grafikkarte oder ohne; und ein unterbrochener Lauf geht weiter, als wäre nichts geschehen.',
      'Jedes Quadrat ist die Zahl einer Zelle: dunkel ist 0, hell ist 1.',
    ],
    figure: 'Die Zahlen von 32 × 16 Zellen bei diesem Seed',
    seed: 'Seed',
  },
  end: {
    title: 'Das ist alles',
    text: 'Zwei Netze, eine Liste von Zahlen. Das Verfahren stammt von Esser, Rombach und Ommer, „Taming Transformers for High-Resolution Image Synthesis“ (CVPR 2021).',
    start: 'Etwas malen',
  },
};
