import { CANNY } from '../../src/conditioning/edges.ts';
import { type ConditionInput, inputSize, resampleInput } from '../../src/conditioning/input.ts';
import { downsampling } from '../../src/core/architecture.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { snapSize } from '../../src/core/geometry.ts';
import type { TokenGrid } from '../../src/core/grid.ts';
import { CONDITION_KINDS, type ConditionKind } from '../../src/core/settings.ts';
import { windowUnder } from '../../src/core/window.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { usage, type Arguments } from '../arguments.ts';
import { FILE_KINDS, type FileReading, readConditionFile } from '../io/conditionFile.ts';
import type { Terminal } from '../terminal.ts';

const MOST_PIXELS_A_SIDE = 4096;

/** What the transformer is told, and the size of the picture in tokens. */
export interface SizedCondition {
  readonly input: ConditionInput;
  readonly height: number;
  readonly width: number;
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * The condition that the flags ask for, resampled to the picture's size where the two differ.
 * @throws TesseraError `no-transformer`, `usage`, `condition-kind`, `condition-too-large`, and those of reading pictures
 */
export async function chooseCondition(
  model: LoadedModel,
  args: Arguments,
  terminal: Terminal,
  start: TokenGrid | undefined,
): Promise<SizedCondition> {
  const { transformer } = model;
  const kind = chooseKind(model, args);
  const factor = downsampling(model.imageStage);
  const { stage } = model.manifest.conditioning[model.conditioningIndex(kind)];
  const side = windowUnder(transformer.blockSize, stage).height;
  const asked = readSize(args);
  const path = args.text('condition');
  if (FILE_KINDS.includes(kind)) {
    if (path === undefined)
      throw usage(`a ${kind} model needs --condition`, 'give the file of the condition');
    const canvas = asked ?? { height: side * factor, width: side * factor };
    const reading = { ...readingOf(kind, args, terminal), canvas };
    const input = await readConditionFile(kind, path, reading);
    return sizeFileCondition(model, input, asked, side, terminal);
  }
  readingOf(kind, args, terminal);
  if (path !== undefined)
    throw usage(`the condition ${kind} is not read from a file`, 'leave --condition out');
  const { height, width } = asked
    ? snapped(asked, factor, side, terminal)
    : (start ?? { height: side, width: side });
  return { input: numberInput(kind, args, height * factor, width * factor), height, width };
}

/** --kind, or what the other flags suggest, or what the model has. */
function chooseKind(model: LoadedModel, args: Arguments): ConditionKind {
  const asked = args.choice('kind', CONDITION_KINDS);
  const kinds = model.manifest.conditioning.map((one) => one.kind);
  const suggested =
    (args.text('condition') !== undefined && kinds.find((kind) => FILE_KINDS.includes(kind))) ||
    (args.text('class') !== undefined && kinds.find((kind) => kind === 'class')) ||
    // Without a class, a model that may be either is taken as unconditional.
    (kinds.includes('class') && kinds.find((kind) => kind === 'none')) ||
    kinds[0];
  const kind = asked ?? suggested ?? 'none';
  model.conditioningIndex(kind);
  if (kind !== 'class' && args.text('class') !== undefined) {
    throw usage(`--class says nothing about a ${kind} condition`, 'leave it out, or add --kind class');
  }
  return kind;
}

/** Flags of one kind, each with the kind that it belongs to. */
const KIND_FLAGS = {
  'flip-depth': 'depth',
  'edge-map': 'edges',
  'canny-sigma': 'edges',
  'canny-low': 'edges',
  'canny-high': 'edges',
  factor: 'low-resolution',
} as const satisfies Record<string, ConditionKind>;

/** @throws TesseraError `usage` for flags of another kind, and for numbers that mean nothing */
function readingOf(kind: ConditionKind, args: Arguments, terminal: Terminal): FileReading {
  for (const [flag, of] of Object.entries(KIND_FLAGS)) {
    if (of !== kind && (args.on(flag) || args.text(flag) !== undefined)) {
      throw usage(`--${flag} says nothing about a ${kind} condition`, `leave it out, or add --kind ${of}`);
    }
  }
  const canny = {
    sigma: args.number('canny-sigma') ?? CANNY.sigma,
    low: args.number('canny-low') ?? CANNY.low,
    high: args.number('canny-high') ?? CANNY.high,
  };
  if (canny.sigma <= 0 || canny.sigma > 50) throw usage('--canny-sigma is out of range', 'give 0.1 to 50');
  if (canny.low < 0 || canny.high < canny.low) {
    throw usage('--canny-low is above --canny-high, or below 0', 'give the lower threshold first');
  }
  const factor = args.integer('factor');
  if (factor !== undefined && (factor < 1 || factor > 64))
    throw usage(`--factor is ${factor}`, 'give 1 to 64');
  return {
    flipDepth: args.on('flip-depth'),
    edgeMap: args.on('edge-map'),
    canny,
    factor,
    note: (text) => terminal.note(text),
  };
}

function numberInput(kind: ConditionKind, args: Arguments, height: number, width: number): ConditionInput {
  if (kind === 'coordinates') return { kind, height, width };
  if (kind === 'none') return { kind };
  if (kind === 'class') {
    const id = args.integer('class');
    if (id === undefined) throw usage('a class-conditional model needs --class', 'give the id of a class');
    return { kind, id };
  }
  throw new TesseraError(
    'condition-unsupported',
    `conditions of the kind ${kind} cannot be made`,
    'choose another kind with --kind',
  );
}

/**
 * A condition keeps its own size, rounded down to whole tokens as the reference does, unless another one is
 * asked for or it is smaller than a window.
 */
function sizeFileCondition(
  model: LoadedModel,
  input: ConditionInput,
  asked: Size | undefined,
  side: number,
  terminal: Terminal,
): SizedCondition {
  const { stage } = model.manifest.conditioning[model.conditioningIndex(input.kind)];
  const imageFactor = downsampling(model.imageStage);
  const factor = stage?.type === 'vqgan' ? downsampling(stage) : imageFactor;
  const own = inputSize(input) ?? { height: side * imageFactor, width: side * imageFactor };
  const ownGrid = { height: Math.floor(own.height / factor), width: Math.floor(own.width / factor) };
  const same = asked === undefined || (asked.height === own.height && asked.width === own.width);
  const fits = ownGrid.height >= side && ownGrid.width >= side;
  if (same && fits) {
    if (Math.max(own.height, own.width) > MOST_PIXELS_A_SIDE) {
      throw new TesseraError(
        'condition-too-large',
        `the condition is ${own.width} x ${own.height} pixels, more than ${MOST_PIXELS_A_SIDE} a side`,
        'say the size of the picture with --size WIDTHxHEIGHT',
      );
    }
    return { input, ...ownGrid };
  }
  const grid = snapped(asked ?? grownToWindow(own, side * imageFactor), imageFactor, side, terminal);
  if (grid.height === ownGrid.height && grid.width === ownGrid.width) return { input, ...grid };
  terminal.note(
    `the condition of ${own.width} x ${own.height} pixels is resampled to ${grid.width * factor} x ${grid.height * factor}`,
  );
  return { input: resampleInput(input, grid.height * factor, grid.width * factor), ...grid };
}

/** The same shape with the shorter side as long as a window. */
function grownToWindow(own: Size, pixels: number): Size {
  const scale = Math.max(1, pixels / Math.min(own.height, own.width));
  return { height: own.height * scale, width: own.width * scale };
}

/** A picture is at least a window wide and half a window high (`conditionRow` in src/core/window.ts). */
function snapped(size: Size, factor: number, side: number, terminal: Terminal): Size {
  const most = Math.max(side, Math.floor(MOST_PIXELS_A_SIDE / factor)) * factor;
  const height = snapSize(size.height, factor, Math.ceil(side / 2) * factor, most);
  const width = snapSize(size.width, factor, side * factor, most);
  if (height !== size.height || width !== size.width) {
    const [w, h] = [size.width, size.height].map(Math.round);
    terminal.note(`${w} x ${h} pixels are not possible: the picture will be ${width} x ${height}`);
  }
  return { height: height / factor, width: width / factor };
}

function readSize(args: Arguments): Size | undefined {
  const text = args.text('size');
  if (text === undefined) return undefined;
  const match = /^(\d+)\s*[x×]\s*(\d+)$/i.exec(text);
  if (match === null) throw usage(`--size is "${text}"`, 'give WIDTHxHEIGHT in pixels, such as 512x384');
  return { width: Number(match[1]), height: Number(match[2]) };
}
