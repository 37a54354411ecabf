import type { Messages } from '../en.ts';
import { count, decimal } from '../format.ts';

/** `12,4 %`, `0,03 %`, `< 0,01 %` */
function percent(share: number): string {
  if (share === 0) return '0 %';
  if (share < 0.0001) return '< 0,01 %';
  return `${decimal(share * 100, share < 0.01 ? 2 : share < 0.9995 ? 1 : 0)} %`;
}

/** The token inspector and the overlays in German. */
export const inspect: Messages['inspect'] = {
  layer: 'Token-Raster',
  layerRole: 'Raster aus Token',
  layerHint: 'Pfeiltasten bewegen, Eingabe heftet ein Token an, Escape lässt los.',
  code: (code) => `Code ${code}`,
  place: (row, column) => `Zeile ${row + 1}, Spalte ${column + 1}`,
  at: (code, row, column) =>
    `${code === null ? 'Noch nicht gelegt' : `Code ${code}`}, Zeile ${row + 1}, Spalte ${column + 1}`,
  empty: 'Noch nicht gelegt',
  percent,
  nats: (value) => (Number.isFinite(value) ? `${decimal(value, 2)} nat` : '∞'),
  overlay: 'Überlagerung',
  overlays: {
    none: 'Keine',
    borders: 'Token-Ränder',
    entropy: 'Entropie',
    probability: 'Wahrscheinlichkeit',
    surprise: 'Überraschung',
    windows: 'Ursprung des Fensters',
    order: 'Reihenfolge',
    attention: 'Aufmerksamkeit',
  },
  obstacles: {
    'no-run': 'Es gibt keinen Lauf, in den man sehen könnte.',
    running: 'Die Zahlen lassen sich berechnen, wenn der Lauf zu Ende ist.',
    'no-record': 'Dieser Lauf hat kein Protokoll hinterlassen; seine Zahlen lassen sich nicht nachrechnen.',
    'no-model': 'Die Zahlen lassen sich berechnen, wenn das Modell geladen ist.',
    'other-model':
      'Andere Gewichte als die geladenen haben diesen Lauf gezeichnet. Nur die eigenen ergäben seine Zahlen.',
  },
  surveying: (done, total) => `Fenster ${count(done + 1)} von ${count(total)} wird berechnet`,
  pinFirst: 'Ein angeheftetes Token zeigt, worauf sein Schritt geachtet hat.',
  computing: 'Wird berechnet …',
  legend: {
    windows: (positions) =>
      positions === 1 ? 'Ein Fenster hat alle Token gezeichnet' : `${count(positions)} Fensterpositionen`,
    first: 'zuerst',
    last: (draws) => `zuletzt (${count(draws)})`,
  },
  panel: {
    region: 'Einzelnes Token',
    later: (draw, draws) => `Hier ist Zug ${count(draw)} von ${count(draws)}; die Zeitleiste steht davor.`,
    goThere: 'Zu diesem Zug',
    close: 'Token-Bereich schließen',
    openEntry: 'Diesen Codebook-Eintrag öffnen',
    drawn: 'Zug',
    facts: {
      probability: 'Wahrscheinlichkeit',
      surprise: 'Überraschung',
      entropy: 'Entropie',
      number: 'Zahl u',
      draw: 'Zug',
      topK: 'Top-k-Schnitt',
      topP: 'Top-p-Schnitt',
    },
    ranked: (rank, codes) => `Rang ${count(rank)} von ${count(codes)}`,
    entropyOf: (entropy) => `≈ ${count(Math.exp(entropy))} Codes`,
    chosenBy: (u, from, to) => `${decimal(u, 3)} in ${decimal(from, 3)} – ${decimal(to, 3)}`,
    number: (u) => decimal(u, 3),
    greedy: 'immer der beste: keine Zahl',
    drawOf: (draw, draws) => `${count(draw)} von ${count(draws)}`,
    cut: (codes, mass) => (codes === 0 ? 'nichts' : `${count(codes)} Codes, ${percent(mass)}`),
    notDrawn: (code) => `u wählt hier Code ${code}: Dieses Token wurde behalten oder von Hand gelegt.`,
    axis: (code, u) =>
      `Codes nach Wahrscheinlichkeit nebeneinander, in der Reihenfolge ihrer Nummern. u ist ${decimal(u, 4)} und fällt auf Code ${code}.`,
    temperature: 'Temperatur zum Ansehen',
    ownTemperature: (value) => `Zurück zu ${decimal(value)}, der des Laufs`,
    wouldChoose: (code) => `Bei dieser Temperatur wählt u Code ${code}.`,
    candidates: 'Kandidaten',
    listed: (shown, kept) => `${count(shown)} von ${count(kept)}`,
    candidate: (code, probability, chosen) =>
      chosen
        ? `Code ${code} ${percent(probability)}, hier gelegt`
        : `Tauschen gegen Code ${code} ${percent(probability)}`,
    attention: 'Aufmerksamkeit',
    layer: 'Schicht',
    head: 'Kopf',
    mean: 'Mittel',
    nth: (index) => String(index + 1),
    onto: 'Gezeigt auf',
    ontoPicture: 'Token',
    ontoCondition: 'Layout',
    shares: (condition) =>
      `${percent(condition)} auf der Bedingung, ${percent(1 - condition)} auf zuvor gelegten Token.`,
  },
};
