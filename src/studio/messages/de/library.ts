import type { Messages } from '../en.ts';
import { bytes, count } from '../format.ts';
import { masse, millionen } from './numbers.ts';

const dateien = (number: number) => (number === 1 ? 'einer Datei' : `${count(number)} Dateien`);

/** The Library page in German. */
export const library: Messages['library'] = {
  region: 'Bibliothek',
  title: 'Bibliothek',
  intro:
    'Modelle rechnen in diesem Browser; nichts Gemaltes verlässt ihn. Gewichte werden einmal heruntergeladen und hier behalten.',
  open: 'Öffnen',
  inUse: 'In Gebrauch',
  loading: 'Lädt',
  verify: 'Prüfen',
  verifying: 'Wird geprüft …',
  delete: 'Löschen',
  parameters: 'Parameter',
  architecture: 'Aufbau',
  license: 'Lizenz',
  conditions: 'Zeichnet nach',
  trainedOn: 'Trainiert mit',
  source: 'Quelle',
  kept: 'Gewichte',
  unknown: 'Nicht angegeben',
  parameterCount: millionen,
  notStored: (total) => `${bytes(total)}, noch nicht heruntergeladen`,
  sizeUnknown: 'Noch nicht heruntergeladen',
  inMemory: (total) => `${bytes(total)}, im Arbeitsspeicher, bis die Seite geschlossen wird`,
  stored: (total, dtype) => `${bytes(total)} im Speicher dieses Browsers, als ${dtype}`,
  partlyStored: (stored, total, dtype) =>
    `${bytes(stored)} von ${bytes(total)} im Speicher dieses Browsers, als ${dtype}; der Rest kommt bei Bedarf`,
  incomplete: (stored, total) =>
    `Nur ${bytes(stored)} von ${bytes(total)} sind heil: bitte noch einmal importieren`,
  network: (layers, width, heads) =>
    `Transformer mit ${layers} Schichten, Breite ${count(width)}, ${heads} Köpfen`,
  codebook: (codes, downsampling) =>
    `${count(codes)} Codes, ${masse({ width: downsampling, height: downsampling })} Pixel je Token`,
  noTransformer: 'Kein Transformer: Es kodiert und dekodiert Bilder, kann aber keine neuen zeichnen',
  sound: (number) =>
    number === 1 ? 'Die Datei ist unversehrt.' : `Alle ${count(number)} Dateien sind unversehrt.`,
  damaged: (names, number) =>
    `${count(names.length)} von ${dateien(number)} ${names.length === 1 ? 'ist' : 'sind'} beschädigt: ${names.slice(0, 4).join(', ')}${
      names.length > 4 ? ` und ${names.length - 4} weitere` : ''
    }.`,
  damagedDownload: 'Beim Öffnen des Modells wird das erneut heruntergeladen.',
  damagedImport: 'Das Modell bitte löschen und noch einmal importieren.',
  deleteTitle: (name) => `${name} löschen?`,
  deleteText: (stored) => `Das gibt in diesem Browser ${bytes(stored)} frei.`,
  deleteDownload: 'Es lässt sich jederzeit wieder herunterladen.',
  deleteImport: 'Um es zurückzuholen, braucht es die Datei, aus der es kam.',
  keep: 'Behalten',
  storageTitle: 'Speicher',
  storageUsed: (used) => `${bytes(used)} belegt`,
  storageFree: (free) => `${bytes(free)} frei`,
  storageBar: 'Belegter Speicher',
  persistent: 'Dieser Browser behält die Modelle, bis sie gelöscht werden.',
  notPersistent: 'Wird der Platz knapp, darf dieser Browser die Modelle wegräumen.',
  persist: 'Dauerhaft behalten',
  persistDenied:
    'Der Browser hat abgelehnt. Meist stimmt er zu, wenn die Seite ein Lesezeichen hat, installiert ist oder öfter besucht wurde.',
  noneTitle: 'Noch kein Modell',
  none: 'Diese Seite bietet kein Modell an. Ein oben geöffneter Checkpoint wird hier behalten.',
};
