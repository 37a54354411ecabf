import { TesseraError } from './errors.ts';
import { EMPTY } from './grid.ts';
import type { RunRecord } from './runRecord.ts';
import { CONDITION_KINDS, SETTING_RANGES, WINDOW_MODES } from './settings.ts';

/** Cells of the largest grid that is read: 4096 x 4096 pixels of 8 x 8 a token. */
const MOST_CELLS = 2 ** 18;
/** No codebook is larger. */
const MOST_TOKEN = 2 ** 20;
const MOST_TEXT = 200;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A run record from anybody's JSON. Only known fields are taken over, one by one, into a new object.
 * @param value what JSON.parse gave
 * @throws TesseraError `record-invalid` naming the field, `record-version` for other versions
 */
export function readRunRecord(value: unknown): RunRecord {
  const fields = object(value, 'the record');
  if (fields.version !== 1) throw otherVersion(fields.version);
  const model = object(fields.model, 'model');
  const grid = size(object(fields.grid, 'grid'), 'grid', 1);
  const settings = object(fields.settings, 'settings');
  const condition = object(fields.condition, 'condition');
  const told = size(condition, 'condition', 0);
  const stats = object(fields.stats, 'stats');
  return {
    version: 1,
    model: { id: text(model.id, 'model.id'), hash: text(model.hash, 'model.hash') },
    grid,
    settings: {
      kind: oneOf(CONDITION_KINDS, settings.kind, 'settings.kind'),
      seed: whole(settings.seed, ...SETTING_RANGES.seed, 'settings.seed'),
      temperature: number(settings.temperature, ...SETTING_RANGES.temperature, 'settings.temperature'),
      topK: whole(settings.topK, ...SETTING_RANGES.topK, 'settings.topK'),
      topP: number(settings.topP, ...SETTING_RANGES.topP, 'settings.topP'),
      greedy: flag(settings.greedy, 'settings.greedy'),
      window: oneOf(WINDOW_MODES, settings.window, 'settings.window'),
      ...(settings.guidance !== undefined && {
        guidance: number(settings.guidance, ...SETTING_RANGES.guidance, 'settings.guidance'),
      }),
    },
    condition: {
      kind: oneOf(CONDITION_KINDS, condition.kind, 'condition.kind'),
      ...told,
      tokens: tokens(condition.tokens, told.height * told.width, 0, 'condition.tokens'),
    },
    tokens: tokens(fields.tokens, grid.height * grid.width, EMPTY, 'tokens'),
    stats: {
      positions: number(stats.positions, 0, Number.MAX_SAFE_INTEGER, 'stats.positions'),
      tokens: whole(stats.tokens, 0, MOST_CELLS, 'stats.tokens'),
      elapsedMs: number(stats.elapsedMs, 0, Number.MAX_SAFE_INTEGER, 'stats.elapsedMs'),
    },
  };
}

function object(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalid(name, 'is missing');
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value.length <= MOST_TEXT) return value;
  throw invalid(name, `is not a text of at most ${MOST_TEXT} characters`);
}

function number(value: unknown, least: number, most: number, name: string): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw invalid(name, `is not a number from ${least} to ${most}`);
}

function whole(value: unknown, least: number, most: number, name: string): number {
  if (Number.isInteger(value)) return number(value, least, most, name);
  throw invalid(name, 'is not a whole number');
}

function flag(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalid(name, 'is neither true nor false');
}

function oneOf<T extends string>(known: readonly T[], value: unknown, name: string): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw invalid(name, `is none of ${known.join(', ')}`);
}

function size({ height, width }: Fields, name: string, least: number): { height: number; width: number } {
  const both = {
    height: whole(height, least, MOST_CELLS, `${name}.height`),
    width: whole(width, least, MOST_CELLS, `${name}.width`),
  };
  if (both.height * both.width <= MOST_CELLS) return both;
  throw invalid(name, `has more than ${MOST_CELLS} cells`);
}

function tokens(value: unknown, length: number, least: number, name: string): number[] {
  if (!Array.isArray(value) || value.length !== length)
    throw invalid(name, `is not a list of ${length} tokens`);
  return value.map((token: unknown) => whole(token, least, MOST_TOKEN, name));
}

function invalid(field: string, how: string): TesseraError {
  return new TesseraError(
    'record-invalid',
    `this run record cannot be used: ${field} ${how}`,
    'use a record that Tessera wrote, unchanged',
  );
}

function otherVersion(version: unknown): TesseraError {
  const isNumber = typeof version === 'number';
  return new TesseraError(
    isNumber ? 'record-version' : 'record-invalid',
    isNumber
      ? `this run record is of version ${version}, and this Tessera reads version 1`
      : 'this is not a run record: it states no version',
    isNumber ? 'reload the page to get the newest Tessera' : 'choose a file that Tessera wrote as run record',
  );
}
