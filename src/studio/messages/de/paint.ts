import { decimal } from '../format.ts';
import type { Messages } from '../en.ts';

/** The drawing board in German: tools, view, keys. */
export const paint: Messages['paint'] = {
  line: 'Linie',
  rectangle: 'Rechteck',
  polygon: 'Vieleck',
  lasso: 'Lasso',
  mirrorSides: 'Links und rechts spiegeln',
  mirrorEnds: 'Oben und unten spiegeln',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  zoomFit: 'Einpassen',
  view: 'Ansicht',
  times: (zoom) => `${zoom < 10 ? decimal(Number(zoom.toFixed(1))) : Math.round(zoom)}×`,
  board: 'Zeichenbrett',
  boardHelp:
    'Pfeiltasten bewegen den Pinsel, mit Umschalt weiter. Leertaste malt oder setzt einen Punkt, Eingabe einmal, Escape gibt eine Form auf.',
  opacity: 'Deckkraft',
  opacityHelp: 'Weniger zeigt das letzte Bild unter dem Layout; so malt es sich darüber',
  percent: (share) => `${Math.round(100 * share)} %`,
  gap: 'Lücken schließen',
  gapHelp: 'Füllen läuft durch Lücken im Umriss bis zu so vielen Pixeln nicht aus',
  pixels: (number) => `${number} Pixel`,
  toolHelp: {
    line: ': ziehen; Umschalt dreht in Schritten von 15°',
    rectangle: ': ziehen; Umschalt macht ein Quadrat',
    polygon: ': Ecke um Ecke setzen; noch einmal die erste schließt es',
    lasso: ': umfahren, was gefüllt werden soll',
  },
  unpainted: 'frei',
  unknownLabel: (id) => `Label ${id}`,
  place: (what, column, row) => `${what === null ? '' : `${what}, `}Spalte ${column}, Zeile ${row}`,
  keys: {
    title: 'Auf der Leinwand',
    space: 'Leertaste',
    wheelCap: 'Rad',
    dragCap: 'ziehen',
    move: 'Pinsel bewegen',
    moveFar: 'Weiter bewegen',
    movePixel: 'Um ein Pixel bewegen',
    paint: 'Gehalten malen, oder einen Punkt setzen',
    once: 'Einmal malen; Vieleck schließen',
    giveUp: 'Strich oder Form aufgeben',
    constrain: 'Schritte von 15°, Quadrate, Linie ab dem letzten Strich',
    wheel: 'Um den Zeiger zoomen',
    pan: 'Bild verschieben; auch mit der mittleren Taste',
    touch:
      'Zwei Finger zoomen und verschieben das Bild. Das Rad allein verschiebt es, sobald es vergrößert ist.',
    undo: 'Mindestens 200 Schritte lassen sich zurücknehmen: 200 lange Striche auf 1280 × 832 Pixeln belegen etwa 3 MB. Jenseits von 32 MB bleiben nur die neuesten 200.',
  },
};
