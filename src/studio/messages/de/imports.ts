import type { Messages } from '../en.ts';
import { bytes, count, decimal, duration } from '../format.ts';
import { millionen, prozent } from './numbers.ts';

/** Importing a model in German: the panel, the sheet, the imports under way. */
export const imports: Messages['imports'] = {
  title: 'Modell hinzufügen',
  text: 'Veröffentlichte Checkpoints der Familie öffnen sich, wie sie heruntergeladen wurden: S-FLCKR, COCO-Stuff, FacesHQ und ähnliche. Dateien werden auf diesem Rechner gelesen und nirgendwohin gesendet.',
  open: 'Checkpoint öffnen',
  formats:
    '.ckpt, .pt oder .safetensors, falls vorhanden mit der .yaml dazu. Dateien lassen sich überall auf dieser Seite ablegen.',
  url: 'URL eines Modellordners',
  urlExample: 'https://example.org/models/landscapes/',
  openUrl: 'Nachsehen',
  drop: 'Zum Öffnen ablegen',
  hostTitle: 'Anderer Server',
  hostText: (host) =>
    `Dieser Ordner liegt auf ${host}. Tessera wird dort jetzt model.json abrufen und beim Import des Modells die Gewichte.`,
  hostNote: 'Der Server sieht die Netzadresse und was abgerufen wird; nichts von dem, was gemalt wird.',
  hostRefuse: 'Nicht abrufen',
  hostAccept: (host) => `Von ${host} abrufen`,
  readingTitle: 'Wird gelesen',
  reading: 'Die Datei wird angesehen',
  refusedTitle: 'Das lässt sich nicht öffnen',
  back: 'Zurück',
  chooseOther: 'Andere Datei wählen',
  foundTitle: 'Modell importieren',
  container: (kind, total) =>
    `${
      {
        'torch-zip': 'PyTorch-Checkpoint',
        'torch-legacy': 'PyTorch-Checkpoint, alter Behälter',
        safetensors: 'Safetensors-Datei',
        'model-folder': 'Tessera-Modellordner',
      }[kind]
    }, ${bytes(total)}`,
  file: 'Datei',
  published: 'Veröffentlichtes Modell',
  publishedShapes: 'Maße eines veröffentlichten Modells',
  looksLike: (names) =>
    `Hat die Maße von ${names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} oder ${names.at(-1)}`}`,
  identity: {
    comparing: (share) =>
      `Die Datei wird mit der veröffentlichten verglichen${share === null ? '' : `, ${prozent(share)}`}`,
    same: 'Die Datei ist die veröffentlichte, Byte für Byte',
    different: 'Die Datei hat die veröffentlichte Größe, aber andere Bytes: verändert oder beschädigt',
  },
  recommended: 'Einstellungen der Autoren',
  settings: ({ temperature, topK, topP }) =>
    `Temperatur ${decimal(temperature)}, Top-k ${topK}${topP < 1 ? `, Top-p ${decimal(topP)}` : ''}`,
  imageStage: 'Bildstufe',
  conditionStage: 'Bedingung',
  transformer: 'Transformer',
  stage: (codes, factor, parameters) =>
    `${count(codes)} Codes, ${factor} × ${factor} Pixel je Token, ${millionen(parameters)} Parameter`,
  from: (file) => `aus ${file}`,
  transformerFacts: (layers, width, heads, block, parameters) =>
    [
      `${layers} Schichten, Breite ${count(width)}`,
      heads === null ? null : `${heads} Köpfe`,
      `${count(block)} Positionen, ${millionen(parameters)} Parameter`,
    ]
      .filter(Boolean)
      .join(', '),
  permuted: 'Reihenfolge der Token vertauscht',
  noImageStage: 'Fehlt: Ohne sie entsteht kein Bild',
  noTransformer:
    'Fehlt: Ohne ihn lässt sich nichts zeichnen; für sein Codebook kann das Modell trotzdem bleiben',
  labels: (number, named) => `${number} Labels${named ? ' mit Namen' : ''}`,
  classes: (number) => `${count(number)} Klassen`,
  leftOut: 'Weggelassen',
  ignored: (what, tensors, size) =>
    `${what}: ${tensors > 0 ? `${count(tensors)} Tensoren, ` : ''}${bytes(size)}`,
  warnings: 'Gut zu wissen',
  addFile: 'Weitere Datei hinzufügen',
  addFileHelp:
    'Eine fehlende Stufe kann in einer zweiten Datei liegen, die Zahl der Köpfe in einer YAML-Datei.',
  name: 'Bezeichnung',
  heads: 'Aufmerksamkeitsköpfe',
  headsHelp:
    'Die Gewichte verraten diese Zahl nicht, und eine falsche läuft und liefert Unsinn. Gewählt ist der übliche Wert; sicher weiß es die YAML-Datei, die zum Checkpoint gehört.',
  headsShownHelp:
    'Keine Datei nennt diese Zahl; sie ist aus der Anordnung der Gewichte gelesen. Sicher sagt es die YAML-Datei, die zum Checkpoint gehört.',
  headsShown: (heads) => `${heads} (nach seinen Gewichten)`,
  headsOption: (heads, usual) => `${heads}${usual ? ' (üblich)' : ''}`,
  dtype: 'Gewichte behalten als',
  dtypes: {
    f16: { name: 'f16', text: 'Halbe Genauigkeit. Für fast alle das Richtige.' },
    int8: { name: 'int8', text: 'Ein Byte je Gewicht. Am kleinsten; Bilder weichen leicht ab.' },
    f32: { name: 'f32', text: 'Wie in der Datei. Ergibt genau die Token der Referenz.' },
  },
  costTitle: 'Was es braucht',
  storage: 'Speicherplatz',
  storageFacts: (needs, free) =>
    `${bytes(needs)}${free === null ? '' : `; ${bytes(Math.max(0, free))} sind frei`}`,
  memory: { webgpu: 'Grafikspeicher', wasm: 'Arbeitsspeicher' },
  memoryFacts: (size) => `etwa ${bytes(size)}`,
  memoryNote: {
    webgpu:
      'Kein Browser verrät, wie viel Grafikspeicher es gibt; erst das Öffnen des Modells zeigt, ob er reicht.',
    wasm: 'Dieser Browser rechnet auf dem Prozessor; dort sind Gewichte float32, wie auch immer sie behalten werden.',
  },
  work: 'Rechenaufwand',
  workFacts: {
    webgpu: ({ windowTokens, bytesPerToken }) =>
      `${count(windowTokens)} Token je Fenster, jedes liest ${bytes(bytesPerToken)} Gewichte: bei 100 GB/s mindestens ${mindestens(
        (windowTokens * bytesPerToken) / 1e11,
      )} je Fenster`,
    wasm: ({ windowTokens, bytesPerToken }) =>
      `${count(windowTokens)} Token je Fenster, jedes ${millionen(bytesPerToken / 4)} Multiplikationen auf dem Prozessor${
        bytesPerToken > 4e8 ? ': langsam; so große Modelle wollen eine Grafikkarte' : ''
      }`,
  },
  obstacles: {
    storage: ({ needs, has }) =>
      `Es braucht ${bytes(needs)} Speicherplatz, und der Browser hat noch ${bytes(Math.max(0, has))}. Ein importiertes Modell muss gespeichert werden; der Arbeitsspeicher allein genügt nicht.`,
    buffer: ({ needs, has }) =>
      `Es braucht einen Puffer von ${bytes(needs)}, und dieser Grafikadapter erlaubt ${bytes(has)}.`,
    'address-space': ({ needs, has }) =>
      `Es braucht ${bytes(needs)} Arbeitsspeicher, und auf dem Prozessor (WASM) gibt es höchstens ${bytes(has)}. Ein Browser mit WebGPU hat diese Grenze nicht.`,
    memory: ({ needs, has }) =>
      `Es braucht etwa ${bytes(needs)} Arbeitsspeicher, und dieser Rechner hat etwa ${bytes(has)}.`,
  },
  wayOutInt8: (needs) => `Als int8 bräuchte es ${bytes(needs)} Speicherplatz und würde passen.`,
  useInt8: 'Als int8 behalten',
  wayOutDelete: 'Ein Modell löschen oder Platz auf dem Datenträger schaffen.',
  wayOutOther: 'Ein Rechner mit mehr Speicher oder ein kleineres Modell hilft.',
  start: 'Importieren',
  cancelSheet: 'Nicht importieren',
  progressLabel: 'Modell wird importiert',
  progress: (done, total, secondsLeft) =>
    `${bytes(done)} von ${bytes(total)}${secondsLeft === null ? '' : ` · noch ${duration(secondsLeft)}`}`,
  states: {
    waiting: 'Wartet auf den Import davor',
    starting: 'Startet',
    cancelling: 'Wird abgebrochen',
    cancelled: 'Abgebrochen. Nichts davon wurde behalten.',
  },
  stayOpen: 'Die Seite bitte offen lassen, bis es fertig ist; malen geht weiterhin.',
  imported: (name) => `${name} ist importiert und steht in der Liste der Modelle.`,
  openImported: 'Öffnen',
};

/** A lower bound, so never rounded to nothing. */
function mindestens(seconds: number): string {
  if (seconds >= 10) return duration(seconds);
  return `${decimal(Number(seconds.toPrecision(seconds < 0.1 ? 1 : 2)))} s`;
}
