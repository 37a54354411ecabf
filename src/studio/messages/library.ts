import type { Found } from '../../runtime/importProtocol.ts';
import type { Needs, Obstacle } from '../../runtime/importNeeds.ts';
import { bytes, count, duration, millions } from './format.ts';

const files = (number: number) => (number === 1 ? '1 file' : `${count(number)} files`);

/** Words of the Library page. */
export const library = {
  region: 'Library',
  title: 'Library',
  intro:
    'Models run in this browser; nothing that you paint leaves it. Weights are downloaded once and kept here.',
  open: 'Open',
  inUse: 'In use',
  loading: 'Loading',
  verify: 'Verify',
  verifying: 'Verifying…',
  delete: 'Delete',
  parameters: 'Parameters',
  architecture: 'Architecture',
  license: 'Licence',
  conditions: 'Made from',
  trainedOn: 'Trained on',
  source: 'Source',
  kept: 'Weights',
  unknown: 'Not stated',
  parameterCount: millions,
  notStored: (total: number) => `${bytes(total)}, not yet downloaded`,
  sizeUnknown: 'Not yet downloaded',
  inMemory: (total: number) => `${bytes(total)}, in memory until the page is closed`,
  stored: (total: number, dtype: string) => `${bytes(total)} in this browser’s storage, as ${dtype}`,
  partlyStored: (stored: number, total: number, dtype: string) =>
    `${bytes(stored)} of ${bytes(total)} in this browser’s storage, as ${dtype}; the rest comes when it is needed`,
  incomplete: (stored: number, total: number) =>
    `Only ${bytes(stored)} of ${bytes(total)} are sound: import it again`,
  network: (layers: number, width: number, heads: number) =>
    `Transformer of ${layers} layers, width ${count(width)}, ${heads} heads`,
  codebook: (codes: number, downsampling: number) =>
    `${count(codes)} codes, ${downsampling} × ${downsampling} pixels a token`,
  noTransformer: 'No transformer: it encodes and decodes pictures, and cannot draw new ones',
  sound: (number: number) =>
    number === 1 ? 'The file is intact.' : `All ${count(number)} files are intact.`,
  damaged: (names: readonly string[], number: number) =>
    `${count(names.length)} of ${files(number)} ${names.length === 1 ? 'is' : 'are'} damaged: ${names.slice(0, 4).join(', ')}${
      names.length > 4 ? ` and ${names.length - 4} more` : ''
    }.`,
  damagedDownload: 'They will be downloaded again when the model is opened.',
  damagedImport: 'Delete the model and import it again.',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: (stored: number) => `This frees ${bytes(stored)} in this browser.`,
  deleteDownload: 'It can be downloaded again at any time.',
  deleteImport: 'To have it back, you need the file that it came from.',
  keep: 'Keep it',
  storageTitle: 'Storage',
  storageUsed: (used: number) => `${bytes(used)} used`,
  storageFree: (free: number) => `${bytes(free)} free`,
  storageBar: 'Storage used',
  persistent: 'This browser keeps the models until you delete them.',
  notPersistent: 'This browser may clear the models when the disk runs low.',
  persist: 'Keep them',
  persistDenied:
    'The browser did not agree. It usually does once the page is bookmarked or installed, or was visited more often.',
  noneTitle: 'No model yet',
  none: 'This site lists no model. Open a checkpoint above and it will be kept here.',
};

const containers: Record<Found['model']['container'], string> = {
  'torch-zip': 'PyTorch checkpoint',
  'torch-legacy': 'PyTorch checkpoint, legacy container',
  safetensors: 'Safetensors file',
  'model-folder': 'Tessera model folder',
};

/** Words of importing: the panel, the sheet, the imports under way. */
export const imports = {
  title: 'Add a model',
  text: 'Published checkpoints of the family open as downloaded: S-FLCKR, COCO-Stuff, FacesHQ and their like. Files are read on this machine and sent nowhere.',
  open: 'Open checkpoint',
  formats:
    '.ckpt, .pt or .safetensors, with its .yaml if there is one. You can drop files anywhere on this page.',
  url: 'Model folder URL',
  urlExample: 'https://example.org/models/landscapes/',
  openUrl: 'Look',
  drop: 'Drop to open',
  hostTitle: 'Another host',
  hostText: (host: string) =>
    `This folder lies on ${host}. Tessera will ask that host for model.json now, and for the weights when you import the model.`,
  hostNote: 'The host sees your network address and what is fetched; nothing of what you paint.',
  hostRefuse: 'Do not fetch',
  hostAccept: (host: string) => `Fetch from ${host}`,
  readingTitle: 'Reading',
  reading: 'Looking into the file',
  refusedTitle: 'This cannot be opened',
  back: 'Back',
  chooseOther: 'Choose another file',
  foundTitle: 'Import model',
  container: (kind: Found['model']['container'], total: number) => `${containers[kind]}, ${bytes(total)}`,
  file: 'File',
  published: 'Published model',
  publishedShapes: 'Shapes of a published model',
  looksLike: (names: readonly string[]) => `Has the shapes of ${list(names)}`,
  identity: {
    comparing: (share: number | null) =>
      `Comparing the file with the published one${share === null ? '' : `, ${Math.round(share * 100)} %`}`,
    same: 'The file is the published one, byte for byte',
    different: 'The file has the published size but other bytes: it was altered or damaged',
  },
  recommended: 'Authors’ settings',
  settings: ({ temperature, topK, topP }: { temperature: number; topK: number; topP: number }) =>
    `temperature ${temperature}, top-k ${topK}${topP < 1 ? `, top-p ${topP}` : ''}`,
  imageStage: 'Image stage',
  conditionStage: 'Condition',
  transformer: 'Transformer',
  stage: (codes: number, factor: number, parameters: number) =>
    `${count(codes)} codes, ${factor} × ${factor} pixels a token, ${millions(parameters)} parameters`,
  from: (file: string) => `from ${file}`,
  transformerFacts: (
    layers: number,
    width: number,
    heads: number | null,
    block: number,
    parameters: number,
  ) =>
    [
      `${layers} layers, width ${count(width)}`,
      heads === null ? null : `${heads} heads`,
      `${count(block)} positions, ${millions(parameters)} parameters`,
    ]
      .filter(Boolean)
      .join(', '),
  permuted: 'Token order permuted',
  noImageStage: 'Missing: without it no picture can be made',
  noTransformer: 'Missing: without it nothing can be drawn; the model can be kept for its codebook',
  labels: (number: number, named: boolean) => `${number} labels${named ? ' with names' : ''}`,
  classes: (number: number) => `${count(number)} classes`,
  leftOut: 'Left out',
  ignored: (what: string, tensors: number, size: number) =>
    `${what}: ${tensors > 0 ? `${count(tensors)} tensors, ` : ''}${bytes(size)}`,
  warnings: 'Worth knowing',
  addFile: 'Add another file',
  addFileHelp: 'A missing stage may lie in a second file, the head count in a YAML.',
  name: 'Name',
  heads: 'Attention heads',
  headsHelp:
    'The weights do not tell this number, and a wrong one runs and gives garbage. The usual value is chosen; the YAML that came with the checkpoint says for sure.',
  headsShownHelp:
    'No file tells this number; it is read from how the weights are arranged. The YAML that came with the checkpoint says for sure.',
  headsShown: (heads: number) => `${heads} (as its weights look)`,
  headsOption: (heads: number, usual: boolean) => `${heads}${usual ? ' (usual)' : ''}`,
  dtype: 'Keep weights as',
  dtypes: {
    f16: { name: 'f16', text: 'Half precision. Right for nearly everyone.' },
    int8: { name: 'int8', text: 'A byte a weight. Smallest; pictures differ slightly.' },
    f32: { name: 'f32', text: 'As in the file. Gives the reference’s tokens exactly.' },
  },
  costTitle: 'What it takes',
  storage: 'Storage',
  storageFacts: (needs: number, free: number | null) =>
    `${bytes(needs)}${free === null ? '' : `; ${bytes(Math.max(0, free))} are free`}`,
  memory: { webgpu: 'Graphics memory', wasm: 'Memory' },
  memoryFacts: (size: number) => `about ${bytes(size)}`,
  memoryNote: {
    webgpu:
      'No browser tells how much graphics memory there is; opening the model shows whether it suffices.',
    wasm: 'This browser computes on the processor, where weights are float32 whatever they are kept as.',
  },
  work: 'Work',
  workFacts: {
    webgpu: ({ windowTokens, bytesPerToken }: Needs) =>
      `${count(windowTokens)} tokens a window, each reads ${bytes(bytesPerToken)} of weights: at 100 GB/s no less than ${atLeast(
        (windowTokens * bytesPerToken) / 1e11,
      )} a window`,
    wasm: ({ windowTokens, bytesPerToken }: Needs) =>
      `${count(windowTokens)} tokens a window, each ${millions(bytesPerToken / 4)} multiplications on the processor${
        bytesPerToken > 4e8 ? ': slow; models of this size want a graphics card' : ''
      }`,
  },
  obstacles: {
    storage: ({ needs, has }) =>
      `It needs ${bytes(needs)} of storage and the browser has ${bytes(Math.max(0, has))} left. An imported model must be stored: it cannot be kept in memory only.`,
    buffer: ({ needs, has }) =>
      `It needs a buffer of ${bytes(needs)} and this graphics adapter allows ${bytes(has)}.`,
    'address-space': ({ needs, has }) =>
      `It needs ${bytes(needs)} of memory, and on the processor (WASM) there are at most ${bytes(has)}. A browser with WebGPU has no such bound.`,
    memory: ({ needs, has }) =>
      `It needs about ${bytes(needs)} of memory and this machine has about ${bytes(has)}.`,
  } satisfies Record<Obstacle['kind'], (obstacle: Obstacle) => string>,
  wayOutInt8: (needs: number) => `As int8 it would need ${bytes(needs)} of storage and fit.`,
  useInt8: 'Use int8',
  wayOutDelete: 'Delete a model, or free space on the disk.',
  wayOutOther: 'Use a machine with more memory, or a smaller model.',
  start: 'Import',
  cancelSheet: 'Do not import',
  progressLabel: 'Importing model',
  progress: (done: number, total: number, secondsLeft: number | null) =>
    `${bytes(done)} of ${bytes(total)}${secondsLeft === null ? '' : ` · ${duration(secondsLeft)} left`}`,
  states: {
    waiting: 'Waits for the import before it',
    starting: 'Starting',
    cancelling: 'Cancelling',
    cancelled: 'Cancelled. Nothing of it was kept.',
  },
  stayOpen: 'Keep this page open until it is done; you may go on painting.',
  imported: (name: string) => `${name} is imported and in the list of models.`,
  openImported: 'Open',
};

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** `0.03 s`, `1.6 s`: a bound, so never rounded to nothing. */
function atLeast(seconds: number): string {
  return seconds < 10 ? `${seconds.toPrecision(seconds < 0.1 ? 1 : 2)} s` : duration(seconds);
}
