import type { Messages } from '../en.ts';
import { bytes, count, duration, rate } from '../format.ts';

/** The Diagnostics page in German. */
export const diagnostics: Messages['diagnostics'] = {
  title: 'Diagnose',
  intro:
    'Womit diese Seite rechnet und wie es darum steht. Ein Problembericht hilft am meisten mit diesen Zeilen; sie enthalten weder Bilder noch Layouts noch Dateinamen.',
  link: 'Diagnose',
  copy: 'Bericht kopieren',
  copied: 'Der Bericht ist in der Zwischenablage.',
  copyRefused: 'der Browser ließ diese Seite nicht in die Zwischenablage schreiben',
  copyRefusedAdvice: 'die Zeilen markieren und von Hand kopieren',
  lose: 'Grafikgerät verlieren',
  loseHelp:
    'Nimmt das Gerät absichtlich weg, wie es eine Treiberaktualisierung oder ein schlafender Laptop täte. Es kommt von selbst zurück, und ein Lauf geht weiter.',
  noDevice: 'Nichts zu verlieren: WASM rechnet auf dem Prozessor.',
  noBackend: 'In diesem Browser rechnet nichts; aufgezeichnete Läufe spielen trotzdem.',
  asking: 'Der Worker wird gefragt …',
  none: 'keine',
  unknown: 'verrät dieser Browser nicht',
  noErrors: 'Seit dem Öffnen der Seite ist nichts schiefgegangen.',
  sections: {
    computing: 'Rechnen',
    model: 'Modell',
    memory: 'Speicher',
    times: 'Zeiten',
    limits: 'Grenzen des Grafikgeräts',
    browser: 'Browser',
    errors: 'Letzte Fehler',
  },
  facts: {
    backend: 'Backend',
    adapter: 'Adapter',
    reason: 'Warum dieses',
    engine: 'Engine',
    generation: 'Gestartete Geräte',
    losses: 'Verlorene Geräte',
    features: 'Fähigkeiten',
    version: 'Tessera',
    model: 'Modell',
    hash: 'Gewichte',
    kept: 'Gewichte liegen in',
    transformer: 'Transformer',
    codes: 'Codebook',
    tensors: 'Tensoren',
    tensorBytes: 'Bytes in Tensoren',
    stored: 'Von dieser Seite gespeichert',
    quota: 'Speicherbar',
    loaded: 'Modell bereit nach',
    lastRun: 'Letzter Lauf',
    agent: 'Browser',
    processors: 'Prozessoren',
    machineMemory: 'Arbeitsspeicher des Rechners',
    secure: 'Sicherer Kontext',
    isolated: 'Gegen andere Herkünfte isoliert',
  },
  first: 'es ist die erste Wahl oder wurde verlangt',
  keptIn: { opfs: 'dem privaten Dateisystem des Browsers', memory: 'dem Arbeitsspeicher: weg mit der Seite' },
  layers: (layers, width, heads) =>
    `${count(layers)} Schichten, Breite ${count(width)}, ${count(heads)} Köpfe`,
  codesOf: (codes) => `${count(codes)} Codes`,
  run: (tokens, milliseconds) =>
    `${count(tokens)} Token in ${duration(milliseconds / 1000)}${
      milliseconds > 0 ? `, ${rate((1000 * tokens) / milliseconds)} Token/s` : ''
    }`,
  atLeast: (gibibytes) => (gibibytes >= 8 ? 'mindestens 8 GiB' : `etwa ${gibibytes} GiB`),
  bytes,
  count,
  seconds: (milliseconds) => duration(milliseconds / 1000),
  yes: 'ja',
  no: 'nein',
};
