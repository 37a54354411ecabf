import { createStore } from 'zustand/vanilla';

import type { UsageFile } from '../../checkpoint/usageFile.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import type { ErrorReport } from '../../core/errors.ts';
import type { TokenGrid } from '../../core/grid.ts';
import type { Atlas } from '../replay/atlas.ts';

export const VIEWS = ['tiles', 'map', 'reconstruct'] as const;
export type CodebookView = (typeof VIEWS)[number];

export const SORTS = ['index', 'usage', 'hue', 'brightness', 'similarity', 'arrangement'] as const;
export type Sort = (typeof SORTS)[number];

export const FILTERS = ['all', 'picture', 'unused', 'chosen'] as const;
export type Filter = (typeof FILTERS)[number];

/** What the page has of one model's codebook. */
interface Opened {
  /** Hash of the model; null while there is none. */
  readonly hash: string | null;
  readonly codebook: Codebook | null;
  readonly quantizer: 'vector' | 'gumbel' | null;
  readonly usage: UsageFile | null;
  readonly failure: ErrorReport | null;
  /** Pictures that were dropped to be counted. */
  readonly counted: readonly { readonly name: string; readonly grid: TokenGrid }[];
  readonly components: { readonly points: Float32Array; readonly shares: readonly [number, number] } | null;
  readonly neighbours: Float32Array | null;
  readonly arrangement: Int32Array | null;
  /** Every code in its commonest surroundings, as far as decoded. */
  readonly contexts: Atlas | null;
  readonly contextsDone: number;
  readonly work: { readonly kind: Work; readonly share: number } | null;
  /** Codes that a lasso or the card has gathered. */
  readonly chosen: ReadonlySet<number>;
  readonly selected: number;
  /** The code that `similarity` sorts by. */
  readonly anchor: number;
}

export type Work = 'components' | 'neighbours' | 'arrangement' | 'contexts' | 'counting';

interface CodebookState extends Opened {
  readonly view: CodebookView;
  readonly sort: Sort;
  readonly filter: Filter;
  readonly look: 'alone' | 'context';
  readonly usageFrom: 'file' | 'own';
  /** Page pixels of a tile. */
  readonly side: number;
  readonly seed: number;
}

const NOTHING: Opened = {
  hash: null,
  codebook: null,
  quantizer: null,
  usage: null,
  failure: null,
  counted: [],
  components: null,
  neighbours: null,
  arrangement: null,
  contexts: null,
  contextsDone: 0,
  work: null,
  chosen: new Set(),
  selected: 0,
  anchor: 0,
};

export function createCodebookStore() {
  return createStore<CodebookState>(() => ({
    ...NOTHING,
    view: 'tiles',
    sort: 'index',
    filter: 'all',
    look: 'alone',
    usageFrom: 'file',
    side: 36,
    seed: 0,
  }));
}

/** Everything of the model before is gone; how the page looks stays, as far as it still means something. */
export function emptiedFor(hash: string | null, selected: number): Partial<CodebookState> {
  return { ...NOTHING, hash, selected, filter: 'all', look: 'alone', sort: 'index', usageFrom: 'file' };
}
