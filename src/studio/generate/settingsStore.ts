import { createStore } from 'zustand/vanilla';

import { CONDITION_KINDS, DEFAULT_SETTINGS, WINDOW_MODES } from '../../core/settings.ts';
import type { ConditionKind, WindowMode } from '../../core/settings.ts';
import { readOfTab, writeOfTab } from '../state/storage.ts';
import {
  clampTyped,
  GUIDANCE,
  MOST_SAMPLES,
  PUBLISHED_NATIVE,
  RANDOM_SEEDS,
  SEED,
  snapPicture,
  TEMPERATURE,
  TOP_P,
  type Range,
} from './limits.ts';

export interface Settings {
  readonly width: number;
  readonly height: number;
  /** Side in pixels of the window of the model that the size was chosen for. */
  readonly native: number;
  /** Null until chosen: then the model's first kind, and the mode that suits the size. */
  readonly kind: ConditionKind | null;
  readonly window: WindowMode | null;
  readonly seed: number;
  /** An unlocked seed is rolled anew by every Generate. */
  readonly seedLocked: boolean;
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  /** Null until chosen: then what the model recommends. */
  readonly guidance: number | null;
  readonly classId: number;
  /** Pictures that Generate draws, of consecutive seeds. */
  readonly samples: number;
}

const INITIAL: Settings = {
  width: 256,
  height: 256,
  native: PUBLISHED_NATIVE,
  kind: null,
  window: null,
  seed: DEFAULT_SETTINGS.seed,
  seedLocked: true,
  temperature: DEFAULT_SETTINGS.temperature,
  topK: DEFAULT_SETTINGS.topK,
  topP: DEFAULT_SETTINGS.topP,
  guidance: null,
  classId: 0,
  samples: 1,
};

const KEY = 'tessera.settings';

/** Settings as stored by an earlier visit; anything that does not fit falls back to the initial value. */
export function parseSettings(stored: unknown): Settings {
  if (typeof stored !== 'object' || stored === null) return INITIAL;
  const fields = stored as Partial<Record<keyof Settings, unknown>>;
  const number = (key: keyof Settings, range: Range) =>
    clampTyped(String(fields[key]), range)?.value ?? Number(INITIAL[key]);
  const oneOf = <T extends string>(values: readonly T[], value: unknown) =>
    values.find((known) => known === value) ?? null;
  const side: Range = { least: 1, most: 4096, step: 1 };
  const native = number('native', { least: 16, most: 512, step: 1 });
  return {
    ...snapPicture({ width: number('width', side), height: number('height', side) }, native),
    native,
    kind: oneOf(CONDITION_KINDS, fields.kind),
    window: oneOf(WINDOW_MODES, fields.window),
    seed: number('seed', SEED),
    seedLocked: fields.seedLocked !== false,
    temperature: number('temperature', TEMPERATURE),
    topK: number('topK', { least: 1, most: 2 ** 20, step: 1 }),
    topP: number('topP', TOP_P),
    guidance: typeof fields.guidance === 'number' ? number('guidance', GUIDANCE) : null,
    classId: number('classId', { least: 0, most: 2 ** 20, step: 1 }),
    samples: number('samples', { least: 1, most: MOST_SAMPLES, step: 1 }),
  };
}

export function createSettingsStore() {
  const store = createStore<Settings>(() => parseSettings(readOfTab(KEY)));
  store.subscribe((settings) => writeOfTab(KEY, settings));
  return store;
}

export function randomSeed(): number {
  return Math.floor(Math.random() * RANDOM_SEEDS);
}
