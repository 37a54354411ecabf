import type { Messages } from '../en.ts';
import { count } from '../format.ts';

/** What surrounds every page, in German. */
export const shell: Pick<
  Messages,
  | 'name'
  | 'studioTitle'
  | 'pages'
  | 'shell'
  | 'themes'
  | 'languages'
  | 'actions'
  | 'help'
  | 'status'
  | 'controls'
> = {
  name: 'Tessera',
  studioTitle: 'Tessera Studio: ein Layout malen, ein Bild erzeugen',
  pages: {
    studio: 'Studio',
    history: 'Verlauf',
    codebook: 'Codebook',
    library: 'Bibliothek',
    learn: 'Lernen',
    diagnostics: 'Diagnose',
  },
  shell: { skip: 'Zum Inhalt springen', navigation: 'Seiten', home: 'Tessera, zum Studio', more: 'Mehr' },
  themes: {
    label: 'Farbschema',
    system: 'Wie das System',
    light: 'Hell',
    dark: 'Dunkel',
    contrast: 'Hoher Kontrast',
  },
  languages: {
    label: 'Sprache',
    names: { en: 'English', de: 'Deutsch' },
    failed: 'die Wörter dieser Sprache ließen sich nicht laden',
    failedAdvice: 'mit einer Netzverbindung noch einmal versuchen',
  },
  actions: {
    generate: 'Erzeugen',
    cancel: 'Stopp',
    rollSeed: 'Anderen Seed würfeln',
    play: 'Lauf abspielen oder anhalten',
    brush: 'Pinsel',
    eraser: 'Radierer',
    fill: 'Füllen',
    pick: 'Label aufnehmen',
    smallerBrush: 'Kleinerer Pinsel',
    largerBrush: 'Größerer Pinsel',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    clearLayout: 'Layout leeren',
    importLayout: 'Layout importieren',
    help: 'Tastenkürzel',
    retry: 'Noch einmal versuchen',
    close: 'Schließen',
    dismiss: 'Ausblenden',
  },
  help: {
    title: 'Tastenkürzel',
    groups: {
      generate: 'Erzeugung',
      files: 'Dateien',
      paint: 'Malen',
      history: 'Bearbeiten',
      help: 'Hilfe',
    },
    chooseLabel: 'Ein Label wählen',
    chooseNth: (place) => `Label ${count(place)} wählen`,
  },
  status: {
    label: 'Zustand',
    backends: { webgpu: 'WebGPU', wasm: 'WASM' },
    states: {
      starting: 'Startet',
      loading: 'Modell lädt',
      ready: 'Bereit',
      failed: 'Kein Modell',
      unavailable: 'Nur Wiedergabe',
      generating: 'Erzeugt',
      cancelling: 'Bricht ab',
      cancelled: 'Abgebrochen',
      finished: 'Fertig',
    },
  },
  controls: {
    exact: (label) => `${label}, genauer Wert`,
    clamped: (label, least, most, value) => `${label} geht von ${least} bis ${most}; gesetzt auf ${value}.`,
  },
};
