import type { Messages } from '../en.ts';
import { masse, prozent } from './numbers.ts';

/** The kinds of condition and their tools in German. */
export const conditions: Messages['conditions'] = {
  doubt: {
    photo: (file) => `${file} liegt auf der Leinwand.`,
    flatDepth: 'Die Tiefe ist überall gleich und sagt dem Modell nichts; Näheres heller malen',
    fewDepths: (depths) =>
      `Die Datei hat nur ${depths} verschiedene Tiefen; ist es eine Label-Karte, dann Segmentierung wählen und dort importieren`,
    flatPhoto: (least, most) =>
      `Das Bild hat kaum Kontrast (Werte von ${least} bis ${most}); ist es eine Label-Karte, dann Segmentierung wählen`,
  },
  depth: {
    tools: 'Tiefenwerkzeuge',
    tool: {
      brush: 'Pinsel',
      raise: 'Heben',
      lower: 'Senken',
      smooth: 'Glätten',
      linear: 'Linearer Verlauf',
      radial: 'Runder Verlauf',
    },
    toolHelp: {
      brush: 'Eine Tiefe malen',
      raise: 'Mit jedem Strich etwas näher holen',
      lower: 'Mit jedem Strich etwas weiter wegrücken',
      smooth: 'Benachbarte Tiefen verschmelzen',
      linear: 'Vom Fernen zum Nahen ziehen',
      radial: 'Von der Mitte einer Wölbung zu ihrem Rand ziehen',
    },
    value: 'Tiefenwert',
    softness: 'Weichheit',
    far: 'Fern',
    near: 'Nah',
    said: (share) => prozent(share),
    invert: 'Tiefe umkehren',
    fromLayout: 'Aus dem Layout',
    fromLayoutHelp: 'Schätzt die Tiefe des gemalten Layouts: ein Anfang zum Weiterarbeiten',
    import: 'Tiefen-PNG importieren',
    export: 'Tiefen-PNG exportieren',
    exportHelp: 'Grau mit 16 Bit: hell ist nah',
    inSpace: 'Im Raum',
    relief: 'Tiefe im Raum',
    reliefPicture: 'Die Tiefenkarte als Relief',
    reliefHelp: 'Ziehen oder Pfeiltasten drehen es; Pos1 dreht es zurück.',
    turnedTo: (yaw, pitch) => `${yaw}° herum, ${pitch}° von oben`,
    emptyTitle: 'Malen, wie nah etwas ist',
    emptyText:
      'Hell ist nah, dunkel ist fern. Ein linearer Verlauf vom Horizont nach unten ergibt einen Boden; auch das Layout ist ein guter Anfang.',
    imported: (file, from, to) =>
      from.height === to.height && from.width === to.width
        ? `${file} liegt auf der Leinwand.`
        : `${file} hat ${masse(from)} Pixel; die Mitte wurde auf ${masse(to)}, die Größe des Bildes, umgerechnet.`,
  },
  edges: {
    tools: 'Kantenwerkzeuge',
    tool: { pencil: 'Stift', eraser: 'Radierer' },
    photo: 'Foto wählen',
    canny: 'Kanten des Fotos',
    from: (file) => `Gefunden in ${file}. Wer darauf zeichnet, beendet die Einstellung.`,
    sigma: 'Glättung',
    low: 'Schwache Kanten ab',
    high: 'Starke Kanten ab',
    reset: 'Referenzwerte',
    emptyTitle: 'Umrisse zeichnen',
    emptyText: 'Oder ein Foto hier ablegen: Seine Kanten findet das Verfahren von Canny, wie im Artikel.',
  },
  lowResolution: {
    photo: 'Foto wählen',
    factor: 'Verkleinert um',
    factorOption: (factor) => `${factor}-fach`,
    seen: (small) => `Was das Modell sieht: ${masse(small)} Pixel, vergrößert.`,
    usual: 'Das Modell wurde mit 8 trainiert.',
    emptyTitle: 'Ein Foto ablegen',
    emptyText:
      'Es wird verkleinert, bis nur noch Farben und große Formen bleiben. Den Rest erfindet das Modell, bei jedem Seed anders.',
  },
  pose: {
    jointsLabel: 'Gelenke',
    joints: {
      nose: 'Nase',
      neck: 'Hals',
      rightShoulder: 'Rechte Schulter',
      rightElbow: 'Rechter Ellbogen',
      rightWrist: 'Rechtes Handgelenk',
      leftShoulder: 'Linke Schulter',
      leftElbow: 'Linker Ellbogen',
      leftWrist: 'Linkes Handgelenk',
      rightHip: 'Rechte Hüfte',
      rightKnee: 'Rechtes Knie',
      rightAnkle: 'Rechter Knöchel',
      leftHip: 'Linke Hüfte',
      leftKnee: 'Linkes Knie',
      leftAnkle: 'Linker Knöchel',
      rightEye: 'Rechtes Auge',
      leftEye: 'Linkes Auge',
      rightEar: 'Rechtes Ohr',
      leftEar: 'Linkes Ohr',
    },
    joint: (name, x, y, isThere) =>
      isThere ? `${name}, ${x} von links, ${y} von oben` : `${name}, weggelassen`,
    presets: 'Posen für den Anfang',
    preset: {
      standing: 'Stehen',
      walking: 'Gehen',
      armsRaised: 'Arme hoch',
      waving: 'Winken',
      sitting: 'Sitzen',
      lunge: 'Ausfallschritt',
      handsOnHips: 'Hände an der Hüfte',
      star: 'Hampelmann',
    },
    mirror: 'Spiegeln',
    reset: 'Pose zurücksetzen',
    import: 'Punkte importieren',
    export: 'Punkte exportieren',
    help: 'Gelenke ziehen, daneben die ganze Figur. Pfeiltasten bewegen das Gelenk im Fokus, mit der Umschalttaste um 10 Pixel; Entf lässt es weg. Links und rechts sind die der Person.',
    picture:
      'Das Modell bekommt dieses Bild, wie es ist. Zum Ziehen von Gelenken eine Pose wählen oder zurücksetzen.',
    imported: (file, people, isFitted) =>
      [
        people > 1
          ? `${file} liegt auf der Leinwand: die erste von ${people} Personen.`
          : `${file} liegt auf der Leinwand.`,
        isFitted
          ? 'Wie groß das Bild war, steht nicht darin; die Figur ist daher so groß, wie sie passt.'
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    noModel: 'das jetzige Modell zeichnet nicht nach Posen',
    noModelAdvice: 'oben ein Modell für Figuren wählen und die Punkte noch einmal öffnen',
  },
  class: {
    list: 'Klassen',
    number: (classes) => `Nummer der Klasse, 0 bis ${classes - 1}`,
    find: 'Klasse suchen',
    none: (typed) => `Keine Klasse heißt „${typed}“.`,
    unnamed: (id) => `Klasse ${id}`,
    help: 'Das Bild wird so gezeichnet, dass es zur gewählten Klasse gehört. Zu malen gibt es nichts.',
  },
  coordinates: {
    title: 'Nichts zu zeichnen',
    help: 'Jede Zelle erfährt, wo im Bild sie liegt, damit nach oben kommt, was nach oben gehört. Die Schattierung zeigt, was jede Zelle erfährt.',
  },
  none: {
    title: 'Keine Bedingung',
    help: 'Das Modell zeichnet, was es will. Nur Seed und Einstellungen entscheiden.',
  },
};
