import { count } from './format.ts';

/** Words of sharing by link. */
export const share = {
  copyLink: 'Copy link',
  copied: (characters: number) =>
    `The link is on the clipboard: model, settings and layout in ${count(characters)} characters. No server is sent anything.`,
  inAddressBar:
    'The browser does not let the page use the clipboard. The link stands in the address bar: copy it from there.',
  opened: 'This link’s settings and layout are on the page. Generate draws its picture.',
  modelMissing: (model: string) =>
    `It was made for ${model}, which this page does not list, so the present model stays.`,
  hostTitle: 'Another host',
  hostText: (model: string, host: string) =>
    `This link draws with ${model}, which lies on ${host}. Tessera will ask that host for model.json and for the weights.`,
  hostNote: 'The host sees your network address and what is fetched; nothing of what you paint.',
  hostRefuse: 'Open without the model',
  hostAccept: (host: string) => `Fetch from ${host}`,
};
