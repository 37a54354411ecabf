import { deflateSync, strToU8, zipSync, zlibSync } from 'fflate';
import { encode } from 'fast-png';

import { insertChunks } from '../src/core/png/chunks.ts';
import { writeInternationalText } from '../src/core/png/internationalText.ts';
import { readRunRecord } from '../src/core/readRunRecord.ts';
import type { RunRecord } from '../src/core/runRecord.ts';
import { toBase64Url } from '../src/studio/files/base64.ts';
import { packDocument, unpackDocument } from '../src/studio/files/packedDocument.ts';
import { recogniseJson } from '../src/studio/files/recognise.ts';
import { packStudio } from '../src/studio/files/runPackage.ts';
import { readTesseraPng, writeTesseraPng } from '../src/studio/files/tesseraPng.ts';
import { unzipAtMost } from '../src/studio/files/unzip.ts';
import { HISTORY_INDEX, readHistory } from '../src/studio/history/historyZip.ts';
import { importLayout } from '../src/studio/paint/importLayout.ts';
import { decodeLink } from '../src/studio/share/shareLink.ts';
import { damageJson, mutateBytes } from './mutate.ts';
import type { Target } from './target.ts';

const text = (value: string) => new TextEncoder().encode(value);
const words = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const RECORD: RunRecord = {
  version: 1,
  model: { id: 'landscapes', hash: 'ab12' },
  grid: { height: 2, width: 3 },
  settings: {
    kind: 'segmentation',
    seed: 7,
    temperature: 1,
    topK: 100,
    topP: 0.9,
    greedy: false,
    window: 'exact',
  },
  condition: { kind: 'segmentation', height: 2, width: 3, tokens: [1, 2, 3, 4, 5, 6] },
  tokens: [9, 8, 7, 6, -1, 4],
  stats: { positions: 11, tokens: 5, elapsedMs: 20 },
};
const LABELS = [
  { id: 0, name: 'sky', color: '#00aaff' },
  { id: 5, name: 'grass', color: '#22aa33' },
];
const DOCUMENT = {
  kind: 'segmentation',
  map: { height: 4, width: 6, labels: Uint8Array.from({ length: 24 }, (_, i) => (i < 12 ? 0 : 5)) },
  labels: LABELS,
} as const;
const STUDIO = {
  modelName: 'Landscapes',
  downsampling: 2,
  window: { height: 2, width: 3 },
  condition: DOCUMENT,
};
const HEADER = {
  model: { id: 'landscapes', name: 'Landscapes', url: 'https://weights.example/' },
  size: [6, 4, 4],
  settings: RECORD.settings,
  condition: { ...packDocument(DOCUMENT), runs: '' },
};
const RUNS = [0, 12, 5, 12];

function picture(): Uint8Array {
  return encode({
    width: 3,
    height: 2,
    channels: 3,
    depth: 8,
    data: Uint8Array.from({ length: 18 }, (_, i) => [0, 0xaa, 0xff][i % 3]),
  });
}

function layout(): Uint8Array {
  return encode({ width: 6, height: 4, channels: 1, depth: 8, data: DOCUMENT.map.labels });
}

/** The payload of a link whose header is this text. */
function link(header: Uint8Array): string {
  const bytes = new Uint8Array(2 + header.length + RUNS.length);
  bytes.set([header.length & 255, header.length >> 8]);
  bytes.set(header, 2);
  bytes.set(RUNS, 2 + header.length);
  return `1.${toBase64Url(deflateSync(bytes))}`;
}

/** A picture whose chunks hold these texts. */
function pngWith(record: Uint8Array, studio: Uint8Array): Uint8Array {
  const chunk = (keyword: string, value: Uint8Array) =>
    writeInternationalText({ keyword, compressed: true, text: zlibSync(value, { level: 1 }) });
  return insertChunks(PICTURE, [chunk('tessera-run', record), chunk('tessera-studio', studio)]);
}

const PICTURE = picture();
const RECORD_TEXT = text(JSON.stringify(RECORD));
const STUDIO_TEXT = text(JSON.stringify(packStudio(STUDIO)));

async function history(zip: Uint8Array): Promise<void> {
  readHistory(await unzipAtMost(zip));
}

/** Readers of what people send one another: links, pictures, records, histories, layouts. */
export const STUDIO_TARGETS: readonly Target[] = [
  {
    name: 'share-link',
    seeds: () => [text(link(text(JSON.stringify(HEADER))))],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: (input) => decodeLink(words(input)),
  },
  {
    name: 'share-link-header',
    seeds: () => [text(JSON.stringify(HEADER))],
    mutate: damageJson,
    read: (input) => decodeLink(link(input.subarray(0, 65535))),
  },
  {
    name: 'run-record',
    seeds: () => [RECORD_TEXT],
    mutate: damageJson,
    read: (input) => recogniseJson(input, 'run.json'),
  },
  {
    name: 'png-text',
    seeds: () => [writeTesseraPng(PICTURE, { record: RECORD, studio: STUDIO })],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: (input) => readTesseraPng(input),
  },
  {
    // Inside sound chunks, whose checksums most damage would end at.
    name: 'png-text-content',
    seeds: () => [RECORD_TEXT, STUDIO_TEXT],
    mutate: damageJson,
    read: (input) => {
      const png = input.includes(0x73) && words(input).includes('downsampling');
      return readTesseraPng(png ? pngWith(RECORD_TEXT, input) : pngWith(input, STUDIO_TEXT));
    },
  },
  {
    name: 'condition-document',
    seeds: () => [text(JSON.stringify(packDocument(DOCUMENT))), text('{"kind":"class","classId":3}')],
    mutate: damageJson,
    read: (input) => unpackDocument(parsed(input)),
  },
  {
    name: 'label-map',
    seeds: () => [layout(), PICTURE],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: (input) => importLayout(input, LABELS),
  },
  {
    name: 'history-zip',
    seeds: () => [zipSync({ [HISTORY_INDEX]: HISTORY, 'a.png': [png(), { level: 0 }] })],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: history,
  },
  {
    name: 'history-index',
    seeds: () => [HISTORY],
    mutate: damageJson,
    read: (input) =>
      readHistory(
        new Map([
          [HISTORY_INDEX, input],
          ['a.png', png()],
        ]),
      ),
  },
  {
    name: 'record-schema',
    seeds: () => [RECORD_TEXT],
    mutate: damageJson,
    read: (input) => readRunRecord(parsed(input)),
  },
];

const HISTORY = strToU8(
  JSON.stringify({
    format: 'tessera-history',
    version: 1,
    runs: [{ file: 'a.png', createdAt: 1_700_000_000_000, starred: true }],
  }),
);

let stored: Uint8Array | null = null;
function png(): Uint8Array {
  return (stored ??= writeTesseraPng(PICTURE, { record: RECORD, studio: STUDIO }));
}

/** What is no JSON is no finding here: these readers are given what JSON.parse gave. */
function parsed(input: Uint8Array): unknown {
  try {
    return JSON.parse(words(input)) as unknown;
  } catch {
    return null;
  }
}
