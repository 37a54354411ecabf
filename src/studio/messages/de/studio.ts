import type { Messages } from '../en.ts';
import { bytes, count, decimal, duration, rate } from '../format.ts';
import { masse } from './numbers.ts';

/** The Studio page in German: what is painted, set, drawn and replayed. */
export const studio: Pick<
  Messages,
  'layout' | 'importDialog' | 'settings' | 'result' | 'loading' | 'timeline' | 'examples'
> = {
  layout: {
    region: 'Layout',
    canvas: 'Layout-Leinwand',
    tools: 'Werkzeuge',
    brushSize: 'Pinselgröße',
    labels: 'Label-Palette',
    findLabel: 'Label suchen',
    findLabelOf: (labels, chosen) =>
      `Eines von ${count(labels)} Labels suchen${chosen ? `; jetzt ${chosen}` : ''}`,
    noLabel: (typed) => `Kein Label heißt „${typed}“.`,
    examples: 'Mit einem Beispiel anfangen',
    example: (title) => `Beispiel: ${title}`,
    size: masse,
    emptyTitle: 'Malen, was wohin gehört',
    emptyText:
      'Wenige Striche genügen: Was frei bleibt, bekommt das nächste Label. Oder unten mit einem Beispiel anfangen.',
    imported: (file) => `${file} liegt auf der Leinwand.`,
    resampled: (file, from, to) =>
      `${file} hat ${masse(from)} Pixel; es wurde nach dem nächsten Label auf ${masse(to)}, die Größe des Bildes, umgerechnet.`,
    useSize: (own) => `${masse(own)} benutzen`,
    draftNotKept:
      'Dieser Browser behält für diese Seite nichts; das Layout übersteht ein Neuladen also nicht.',
  },
  importDialog: {
    title: 'Unbekannte Labels',
    unknown: (file, ids) =>
      `${file} hat Label-Nummern, die dieses Modell nicht kennt: ${ids.slice(0, 16).join(', ')}${
        ids.length > 16 ? ` und ${ids.length - 16} weitere` : ''
      }.`,
    mapToOther: (other) => `Sie lassen sich als „${other}“ lesen. Noch ist nichts verändert.`,
    leave: 'Diese Stellen können frei bleiben. Noch ist nichts verändert.',
    accept: (other) => `Als „${other}“ lesen`,
    acceptUnpainted: 'Frei lassen',
    refuse: 'Nicht importieren',
  },
  settings: {
    region: 'Einstellungen',
    model: 'Modell',
    condition: 'Bedingung',
    kinds: {
      segmentation: 'Segmentierung',
      depth: 'Tiefe',
      edges: 'Kanten',
      'low-resolution': 'Niedrige Auflösung',
      class: 'Klasse',
      pose: 'Körperhaltung',
      coordinates: 'Koordinaten',
      none: 'Keine',
    },
    classId: 'Nummer der Klasse',
    size: 'Bildgröße',
    sizeOption: masse,
    customSize: 'Eigene …',
    width: 'Breite',
    height: 'Höhe',
    snapped: (typed, value, step) =>
      `Aus ${typed.trim()} wurde ${value}: Seiten sind Vielfache von ${step} zwischen einem Fenster und 2048 × 832, zusammen höchstens eine Million Pixel.`,
    window: 'Fenstermodus',
    windows: { exact: 'Exakt', 'stride-4': 'Schritt 4', 'stride-8': 'Schritt 8' },
    oneWindow: 'Das Bild passt in ein Fenster; jeder Modus zeichnet dasselbe.',
    windowAdvice: {
      exact:
        'Das Fenster folgt jedem Token, wie im Artikel. Bei einem so großen Bild braucht fast jedes Token ein neues Fenster; das dauert um ein Vielfaches länger als Schritt 4.',
      'stride-4':
        'Das Fenster rückt in Schritten von vier Token vor und behält, was es berechnet hat. Viel schneller als „Exakt“.',
      'stride-8':
        'Das Fenster rückt in Schritten von acht Token vor: am schnellsten, mit weniger Umgebung an den Rändern.',
    },
    temperature: 'Temperatur',
    temperatureHelp:
      'Unter 1 gewinnen wahrscheinliche Codes öfter, über 1 bekommen unwahrscheinliche eine Chance.',
    topK: 'Top-k',
    topKHelp: 'Nur die k wahrscheinlichsten Codes können gezogen werden.',
    guidance: 'Führung',
    guidanceHelp:
      'Wie viel stärker jeder Zug der Bedingung folgt. 0 zieht wie der Artikel; jedes Fenster wird dann nur einmal statt zweimal berechnet.',
    topP: 'Top-p',
    topPHelp:
      'Nur die wahrscheinlichsten Codes, die zusammen diese Wahrscheinlichkeit erreichen, können gezogen werden.',
    seed: 'Seed',
    lockSeed: 'Seed behalten',
    seedIsLocked: 'Jedes Erzeugen benutzt diesen Seed: gleiches Layout, gleiches Bild',
    seedIsFree: 'Jedes Erzeugen würfelt einen neuen Seed',
    waitsForModel: 'Bereit, sobald das Modell geladen ist',
  },
  result: {
    region: 'Ergebnis',
    canvas: 'Ergebnis-Leinwand',
    recordedRun: 'aufgezeichneter Lauf',
    made: (model, seed) => `${model}, Seed ${seed}`,
    overlay: 'Layout darüber',
    useLayout: 'Layout übernehmen',
    runs: 'Läufe',
    completed: 'Vervollständigung',
    showRun: (recorded, task, model, seed) =>
      `${recorded ? 'Aufgezeichnet: ' : ''}den Lauf von ${model}, ${task}, Seed ${seed}, zeigen`,
    seed: (seed) => `Seed ${seed}`,
    generating: 'Wird erzeugt',
    emptyTitle: 'Hier erscheint das Bild',
    emptyText: 'Token für Token, so wie es gezeichnet wird.',
    progress: ({ drawn, total, tokensPerSecond, secondsLeft }) =>
      [
        `${count(drawn)} von ${count(total)} Token`,
        tokensPerSecond > 0 ? `${rate(tokensPerSecond)} Token/s` : null,
        secondsLeft === null ? null : `noch ${duration(secondsLeft)}`,
      ]
        .filter(Boolean)
        .join(' · '),
    summary: ({ stats, settings, grid }, cancelled) =>
      [
        cancelled ? 'Abgebrochen' : null,
        `${count(stats.tokens)}${cancelled ? ` von ${count(grid.height * grid.width)}` : ''} Token in ${duration(stats.elapsedMs / 1000)}`,
        stats.elapsedMs > 0 ? `${rate((1000 * stats.tokens) / stats.elapsedMs)} Token/s` : null,
        `Temperatur ${decimal(settings.temperature)}`,
        `Top-k ${settings.topK}`,
        settings.topP < 1 ? `Top-p ${decimal(settings.topP)}` : null,
      ]
        .filter(Boolean)
        .join(' · '),
    repeated: 'Gleicher Seed, gleiches Layout, gleiche Einstellungen: wieder dasselbe Bild.',
    another: 'Ein anderes zeichnen',
  },
  loading: {
    label: 'Modell wird geladen',
    progress: (model, progress) =>
      progress === null
        ? `${model} wird geladen`
        : [
            `${model} wird ${progress.fromStorage ? 'gelesen' : 'geladen'}`,
            `${bytes(progress.receivedBytes)} von ${bytes(progress.totalBytes)}`,
            progress.bytesPerSecond > 0 ? `${bytes(progress.bytesPerSecond)}/s` : null,
            progress.secondsLeft === null ? null : `noch ${duration(progress.secondsLeft)}`,
          ]
            .filter(Boolean)
            .join(' · '),
  },
  timeline: {
    region: 'Zeitleiste',
    position: 'Stelle in der Zeitleiste',
    play: 'Abspielen',
    pause: 'Anhalten',
    speed: 'Tempo',
    times: (speed) => `${decimal(speed)}×`,
    count: (position, total) => `${count(position)} / ${count(total)}`,
    valueText: (position, total) => `${count(position)} von ${count(total)} Token gelegt`,
  },
  examples: {
    'mountain-lake': 'Bergsee',
    coast: 'Küste',
    'desert-road': 'Wüstenstraße',
    meadow: 'Wiese',
    'snowy-peaks': 'Schneegipfel',
    'river-valley': 'Flusstal',
    'city-by-the-water': 'Stadt am See',
    island: 'Insel',
    'forest-stream': 'Waldbach',
  },
};
