import type { Messages } from '../en.ts';
import { bytes, count } from '../format.ts';
import { masse } from './numbers.ts';

/** Opening and exporting files in German. */
export const files: Messages['files'] = {
  exportPng: 'PNG exportieren',
  more: 'Weitere Exporte',
  exportLayout: 'Layout-PNG exportieren',
  exportDepth: 'Tiefen-PNG exportieren',
  exportRecord: 'Laufprotokoll exportieren',
  exportAll: 'Alles als Zip exportieren',
  copyImage: 'Bild kopieren',
  paste: 'Bild, Link oder Protokoll einfügen',
  copied:
    'Das Bild ist in der Zwischenablage. Sie trägt nur Pixel; der Lauf selbst steckt in einem exportierten PNG.',
  notes: {
    png: 'Das Bild mit seinem Lauf darin: Öffnen bringt alles zurück',
    layout: 'Pixel sind Label-Nummern, in den Farben der Palette gezeigt',
    depth: '16-Bit-Grau, das Nächste weiß: andere Programme und der Befehl lesen es',
    record: 'Modell, Einstellungen und jedes Token, als JSON',
    all: 'Bild, woraus es gezeichnet ist, und Protokoll',
    image: 'Nur Pixel, zum Einfügen anderswo',
  },
  clipboard: 'Die Zwischenablage',
  drop: 'Zum Öffnen ablegen',
  dropHelp: 'Ein Bild von Tessera, ein Layout, ein Foto, ein Laufprotokoll, ein Checkpoint',
  opened: (file) => `${file} ist offen: Modell, Einstellungen, Layout und Token sind, wie sie waren.`,
  openedWithoutCondition: (file) =>
    `${file} ist offen: Modell, Einstellungen und Token sind, wie sie waren. Wonach gezeichnet wurde, enthält die Datei nicht.`,
  otherWeights: (model) =>
    `Gezeichnet wurde mit anderen Gewichten von ${model} als den hiesigen; erneutes Erzeugen ergibt daher ein anderes Bild.`,
  modelMissing: (model) =>
    `Gezeichnet wurde mit ${model}; dieses Modell kennt die Seite nicht. Der Lauf lässt sich ansehen und abspielen; zum Zeichnen das Modell in der Bibliothek öffnen.`,
  paletteDiffers:
    'Sein Layout hat Labels, die das jetzige Modell nicht kennt; das vorhandene Layout blieb deshalb, wie es war.',
  putBack: 'Zurücknehmen',
  colours: {
    title: 'Farben als Labels',
    intro: (file, colours) =>
      `${file} hat ${count(colours)} Farben, und keine davon ist eine Label-Nummer; jede wird daher als das Label mit der ähnlichsten Farbe gelesen. Was nicht passt, lässt sich ändern.`,
    more: (rest) => `${count(rest)} weitere Farben bedecken wenig und gehen mit der ähnlichsten der obigen.`,
    colour: (hex, share) => `${hex}, ${share < 0.01 ? 'unter 1' : Math.round(share * 100)} % des Bildes`,
    label: (hex) => `Label für ${hex}`,
    preview: 'Das Layout, das daraus wird',
    original: 'Die Datei',
    accept: 'Als Layout benutzen',
    refuse: 'Nicht importieren',
  },
  photo: {
    title: 'Bild öffnen',
    question: (file, picture) => `${file} ist ein Bild von ${masse(picture)} Pixeln. Was soll daraus werden?`,
    none: 'Das jetzige Modell zeichnet nach nichts, was aus einem Foto werden kann.',
    kinds: {
      'low-resolution': {
        label: 'Ein kleines Bild, das groß gezeichnet wird',
        help: 'Das Foto wird verkleinert, und das Modell zeichnet ein großes, das dazu passt.',
      },
      edges: { label: 'Kanten', help: 'Umrisse werden gefunden, und das Modell zeichnet daran entlang.' },
      depth: { label: 'Tiefe', help: 'Für Tiefenkarten als graues PNG: Jedes Grau ist eine Entfernung.' },
    },
    layout: 'Ein Layout, nach den Farben',
    layoutHelp: 'Für Bilder, die mit wenigen Farben gemalt wurden: Jede wird als Label gelesen.',
    refuse: 'Nichts',
  },
  several: (first, others) =>
    `Nur ${first} wurde geöffnet; ${others === 1 ? 'die andere Datei blieb' : `die ${count(others)} anderen blieben`} unberührt.`,
  large: (limit) => `höchstens ${bytes(limit)} werden gelesen`,
};
