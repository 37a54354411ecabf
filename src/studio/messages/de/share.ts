import type { Messages } from '../en.ts';
import { count } from '../format.ts';

/** Sharing by link in German. */
export const share: Messages['share'] = {
  copyLink: 'Link kopieren',
  copied: (characters) =>
    `Der Link ist in der Zwischenablage: Modell, Einstellungen und Layout in ${count(characters)} Zeichen. Kein Server erfährt davon.`,
  inAddressBar:
    'Der Browser lässt die Seite nicht an die Zwischenablage. Der Link steht in der Adressleiste und lässt sich dort kopieren.',
  opened: 'Einstellungen und Layout dieses Links sind auf der Seite. „Erzeugen“ zeichnet sein Bild.',
  modelMissing: (model) =>
    `Er wurde für ${model} gemacht; dieses Modell kennt die Seite nicht, und so bleibt das jetzige.`,
  hostTitle: 'Anderer Server',
  hostText: (model, host) =>
    `Dieser Link zeichnet mit ${model} von ${host}. Tessera wird dort model.json und die Gewichte abrufen.`,
  hostNote: 'Der Server sieht die Netzadresse und was abgerufen wird; nichts von dem, was gemalt wird.',
  hostRefuse: 'Ohne das Modell öffnen',
  hostAccept: (host) => `Von ${host} abrufen`,
};
