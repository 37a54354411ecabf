import { bytes, count } from './format.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const size = ({ width, height }: Size) => `${width} × ${height}`;

/** Words of opening and exporting files. */
export const files = {
  exportPng: 'Export PNG',
  more: 'More exports',
  exportLayout: 'Export layout PNG',
  exportDepth: 'Export depth PNG',
  exportRecord: 'Export run record',
  exportAll: 'Export everything as zip',
  copyImage: 'Copy image',
  paste: 'Paste picture, link or record',
  copied:
    'The picture is on the clipboard. A clipboard carries pixels only: the run is inside of an exported PNG.',
  notes: {
    png: 'The picture with its run inside: opening it brings everything back',
    layout: 'Pixels are label ids, shown in the palette’s colours',
    depth: '16-bit gray, the nearest white: other programs and the command read it',
    record: 'Model, settings and every token, as JSON',
    all: 'Picture, what it was drawn from, and record',
    image: 'Pixels only, to paste elsewhere',
  },
  clipboard: 'The clipboard',
  drop: 'Drop to open',
  dropHelp: 'A picture of Tessera, a layout, a photo, a run record, a checkpoint',
  opened: (file: string) => `${file} is open: model, settings, layout and tokens are as they were.`,
  openedWithoutCondition: (file: string) =>
    `${file} is open: model, settings and tokens are as they were. The file does not hold what it was drawn from.`,
  otherWeights: (model: string) =>
    `It was drawn with other weights of ${model} than those here, so generating again gives another picture.`,
  modelMissing: (model: string) =>
    `It was drawn with ${model}, which this page does not list. The run can be looked at and replayed; to draw with it, open the model in the Library.`,
  paletteDiffers:
    'Its layout has labels that the present model does not know, so your layout was left as it is.',
  putBack: 'Put back',
  colours: {
    title: 'Colours as labels',
    intro: (file: string, colours: number) =>
      `${file} has ${count(colours)} colours and none of them are label ids, so each is read as the label whose colour is nearest. Change what does not fit.`,
    more: (rest: number) =>
      `${count(rest)} further colours cover little and go with the nearest of those above.`,
    colour: (hex: string, share: number) =>
      `${hex}, ${share < 0.01 ? 'under 1' : Math.round(share * 100)} % of the picture`,
    label: (hex: string) => `Label for ${hex}`,
    preview: 'The layout that this gives',
    original: 'The file',
    accept: 'Use as layout',
    refuse: 'Do not import',
  },
  photo: {
    title: 'Open picture',
    question: (file: string, picture: Size) =>
      `${file} is a picture of ${size(picture)} pixels. What should it become?`,
    none: 'The present model draws from none of the things that a photo can become.',
    kinds: {
      'low-resolution': {
        label: 'A small picture to draw large',
        help: 'The photo is made small, and the model draws a large one that fits it.',
      },
      edges: { label: 'Edges', help: 'Its outlines are found, and the model draws a picture along them.' },
      depth: { label: 'Depth', help: 'For depth maps saved as gray PNG: each gray is a distance.' },
    },
    layout: 'A layout, by its colours',
    layoutHelp: 'For pictures that were painted with few colours: each is read as a label.',
    refuse: 'Nothing',
  },
  several: (first: string, others: number) =>
    `Only ${first} was opened; ${others === 1 ? 'the other file was' : `the ${count(others)} others were`} left alone.`,
  large: (limit: number) => `at most ${bytes(limit)} are read`,
};
