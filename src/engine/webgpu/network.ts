import { type Activations, SPLIT_WORKGROUPS, type Stream } from './activations.ts';
import { bind, type Compiled, compile } from './device.ts';
import { attentionKernel, attentionMergeKernel, CHUNK } from './kernels/attention.ts';
import { attentionTileKernel } from './kernels/attentionTile.ts';
import { drawKernel } from './kernels/draw.ts';
import { embedKernel } from './kernels/embed.ts';
import { gatherKernel } from './kernels/gather.ts';
import { guideKernel } from './kernels/guide.ts';
import { LOW_TILE, SQUARE_TILE } from './kernels/gemm.ts';
import { productKernels, type Products } from './kernels/layer.ts';
import { normKernel } from './kernels/norm.ts';
import type { Recorder } from './recorder.ts';
import type { Shape } from './shape.ts';
import type { DrawConstants, DrawEntry, Row, StepFields } from './tables.ts';
import { embeddingFormat, type TransformerBuffers } from './weights.ts';
import type { Kernel } from './wgsl/kernel.ts';
import type { CacheFormat, WeightFormat } from './wgsl/format.ts';
import type { LaneForm } from './wgsl/lanes.ts';

/** Most rows that go through matrix-vector products; above, tiles read the weights fewer times. */
const FEW_ROWS = 8;

/** In place of a number of splits: attention by tiles of rows. */
const TILED = 0;

/** How the products are computed, by the number of rows. */
const PATHS = { 'one-row': 'one-row', 'few-rows': 'few-rows', low: LOW_TILE, square: SQUARE_TILE } as const;
type PathKey = keyof typeof PATHS;

function pathFor(rows: number): PathKey {
  if (rows === 1) return 'one-row';
  if (rows <= FEW_ROWS) return 'few-rows';
  return rows <= LOW_TILE.rows ? 'low' : 'square';
}

/** Where the network's data lies. */
export interface NetworkBuffers {
  readonly weights: TransformerBuffers;
  readonly activations: Activations;
  readonly caches: readonly GPUBuffer[];
  readonly tokens: GPUBuffer;
  readonly results: GPUBuffer;
}

/** Bind groups of one layer. */
type LayerGroups = Record<
  'norm1' | 'qkv' | 'attention' | 'tile' | 'projection' | 'norm2' | 'up' | 'down',
  GPUBindGroup
>;

/** Everything to record a path on a stream: pipelines, and bind groups made once. */
interface BoundPath {
  readonly products: Products<Compiled>;
  /** One row is normalised inside its products; more rows by a kernel in front of them. */
  readonly normsApart: boolean;
  readonly layers: readonly LayerGroups[];
  readonly finalNorm: GPUBindGroup;
  readonly head: GPUBindGroup;
}

/** Kernels that do not depend on the number of rows. */
type CommonName =
  'embed' | 'norm' | 'finalNorm' | 'attention' | 'tile' | 'merge' | 'gather' | 'guide' | 'draw';
type StreamName = 'main' | 'drawing';

export interface NetworkFormats {
  readonly weights: WeightFormat;
  readonly cache: CacheFormat;
  /** How lanes join values; default as chosen for the device. */
  readonly lanes?: LaneForm;
}

function commonKernels(shape: Shape, { weights, cache }: NetworkFormats): Record<CommonName, Kernel> {
  return {
    embed: embedKernel(shape, embeddingFormat(weights)),
    norm: normKernel(shape, 'rows'),
    finalNorm: normKernel(shape, 'draws'),
    attention: attentionKernel(shape, cache),
    tile: attentionTileKernel(shape, cache),
    merge: attentionMergeKernel(shape),
    gather: gatherKernel(shape),
    guide: guideKernel(shape),
    draw: drawKernel(shape),
  };
}

/**
 * The kernels that first runs of a transformer need, guided draws and wide grids (few rows) too, for compiling them while its
 * weights are downloaded.
 */
export function networkKernels(shape: Shape, formats: NetworkFormats): Kernel[] {
  const products = (['one-row', 'few-rows', 'square'] as const).flatMap((path): Kernel[] =>
    Object.values({ ...productKernels(shape, formats.weights, formats.cache, PATHS[path]) }),
  );
  return [...Object.values<Kernel>({ ...commonKernels(shape, formats) }), ...products];
}

/**
 * The transformer as dispatches. A layer of a one-row step is five of them, six when attention is split along a long
 * cache. `pause` is called between layers, and between parts of one, and may submit what was recorded.
 */
export class Network {
  private readonly products = new Map<PathKey, Promise<Products<Compiled>>>();
  private readonly paths = new Map<string, BoundPath>();
  private readonly groups = new Map<'embed' | 'merge' | 'gather' | 'guide' | 'draw', GPUBindGroup>();
  private common: Record<CommonName, Compiled> | null = null;
  private buffers: NetworkBuffers | null = null;

  constructor(
    private readonly device: GPUDevice,
    private readonly shape: Shape,
    private readonly formats: NetworkFormats,
    private readonly recorder: Recorder,
  ) {}

  /** Compiles what every run needs; row counts in between follow at their first use. May run before weights are there. */
  async compile(): Promise<void> {
    const kernels = commonKernels(this.shape, this.formats);
    const common = Object.entries(kernels).map(
      async ([name, kernel]) => [name, await this.compileOne(kernel)] as const,
    );
    const [compiled] = await Promise.all([
      Promise.all(common),
      this.productsOf('one-row'),
      this.productsOf('square'),
    ]);
    this.common = Object.fromEntries(compiled) as Record<CommonName, Compiled>;
  }

  /** Uses these buffers from now on. */
  bindTo(buffers: NetworkBuffers): void {
    this.buffers = buffers;
    this.paths.clear();
    this.groups.clear();
    const { weights, activations, tokens, results } = buffers;
    const { main, drawing, splitSums, attended, logits, scratch } = activations;
    const { embed, merge, gather, guide, draw } = this.common!;
    const { tokenRows, positionRows } = weights;
    const make = (compiled: Compiled, named: Record<string, GPUBuffer>) => bind(this.device, compiled, named);
    this.groups.set('embed', make(embed, { tokens, tokenRows, positionRows, x: main.x }));
    this.groups.set('merge', make(merge, { splitSums, result: attended }));
    this.groups.set('gather', make(gather, { ...main, drawX: drawing.x, drawQuery: drawing.query }));
    this.groups.set('guide', make(guide, { logits }));
    this.groups.set('draw', make(draw, { logits, scratch, tokens, results }));
  }

  /**
   * Records one batch: embeddings, layers, head, draws. In the last layer only the rows that draw go past the cache.
   * @param untold rows whose logits guide those of the draws, one a draw, or none
   */
  async batch(
    rows: readonly Row[],
    draws: readonly DrawEntry[],
    untold: readonly number[],
    settings: DrawConstants,
    pause: () => Promise<void>,
  ): Promise<void> {
    const { recorder, shape } = this;
    const last = shape.layers - 1;
    const main = await this.path(rows.length, 'main');
    // Rows without a draw of their own follow the draws; only their place in the batch is looked at.
    const heads = [...draws, ...untold.map((row) => ({ ...draws[0], row }))];
    const drawBase = recorder.tables.addDraws(heads);
    const splits = this.splitsOf(rows);
    const fields = { ...this.addRows(rows), draws: heads.length, drawBase, first: 0, splits };
    this.begin(fields, settings);
    this.dispatchCommon('embed', rows.length);
    for (let layer = 0; layer < last; layer++) await this.layer(main, layer, rows.length, splits, pause);
    this.writeCache(main, last, rows.length);
    if (heads.length === rows.length) {
      this.attend(main, last, rows.length, splits);
      this.feedForward(main, last, rows.length);
      this.head(main, heads.length);
    } else {
      const drawing = await this.path(heads.length, 'drawing');
      const drawingRows = heads.map(({ row }) => rows[row]);
      const drawingSplits = this.splitsOf(drawingRows);
      this.dispatchCommon('gather', heads.length);
      this.begin({ ...fields, ...this.addRows(drawingRows), splits: drawingSplits }, settings);
      this.attend(drawing, last, heads.length, drawingSplits);
      this.feedForward(drawing, last, heads.length);
      this.head(drawing, heads.length);
    }
    if (untold.length > 0) {
      this.begin({ ...fields, draws: draws.length }, settings);
      this.dispatchCommon('guide', draws.length);
    }
    this.dispatchCommon('draw', draws.length);
  }

  /** Records all layers for a sequence, without draws; its logits follow in parts through `logitRows`. */
  async sequence(rows: readonly Row[], settings: DrawConstants, pause: () => Promise<void>): Promise<void> {
    const main = await this.path(rows.length, 'main');
    const splits = this.splitsOf(rows);
    this.begin({ ...this.addRows(rows), draws: 0, drawBase: 0, first: 0, splits }, settings);
    this.dispatchCommon('embed', rows.length);
    for (let layer = 0; layer < this.shape.layers; layer++) {
      await this.layer(main, layer, rows.length, splits, pause);
    }
  }

  /** Records logits of rows `first` to `first + count - 1` of the last sequence, at most LOGIT_ROWS. */
  async logitRows(first: number, count: number, settings: DrawConstants): Promise<void> {
    const bound = await this.path(count, 'main');
    this.begin({ rows: count, rowBase: 0, draws: count, drawBase: 0, first, splits: 1 }, settings);
    this.head(bound, count);
  }

  private addRows(rows: readonly Row[]): { rows: number; rowBase: number } {
    return { rows: rows.length, rowBase: this.recorder.tables.addRows(rows) };
  }

  private begin(fields: StepFields, settings: DrawConstants): void {
    this.recorder.step(this.recorder.tables.addStep(fields, settings));
  }

  private dispatchCommon(name: 'embed' | 'merge' | 'gather' | 'guide' | 'draw', rows: number): void {
    this.recorder.dispatch(this.common![name], this.groups.get(name)!, rows);
  }

  private writeCache({ products, normsApart, layers }: BoundPath, layer: number, rows: number): void {
    const groups = layers[layer];
    if (normsApart) this.recorder.dispatch(this.common!.norm, groups.norm1, rows);
    this.recorder.dispatch(products.qkv, groups.qkv, rows);
    this.charge(rows, 1);
  }

  private attend({ products, layers }: BoundPath, layer: number, rows: number, splits: number): void {
    const { recorder } = this;
    const groups = layers[layer];
    if (splits === TILED) recorder.dispatch(this.common!.tile, groups.tile, rows);
    else recorder.dispatch(this.common!.attention, groups.attention, rows, splits);
    if (splits > 1) this.dispatchCommon('merge', rows);
    recorder.dispatch(products.projection, groups.projection, rows);
    this.charge(rows, 1);
  }

  private feedForward({ products, normsApart, layers }: BoundPath, layer: number, rows: number): void {
    const { recorder } = this;
    const groups = layers[layer];
    if (normsApart) recorder.dispatch(this.common!.norm, groups.norm2, rows);
    recorder.dispatch(products.up, groups.up, rows);
    recorder.dispatch(products.down, groups.down, rows);
    this.charge(rows, 2);
  }

  /** A whole layer. Many rows may pause in the middle of it, since one alone can take a slow adapter seconds. */
  private async layer(
    bound: BoundPath,
    layer: number,
    rows: number,
    splits: number,
    pause: () => Promise<void>,
  ): Promise<void> {
    const { recorder } = this;
    const isLong = rows > FEW_ROWS;
    this.writeCache(bound, layer, rows);
    if (isLong && recorder.isFull) await pause();
    this.attend(bound, layer, rows, splits);
    if (isLong && recorder.isFull) await pause();
    this.feedForward(bound, layer, rows);
    if (recorder.isFull) await pause();
  }

  private head({ products, normsApart, finalNorm, head }: BoundPath, rows: number): void {
    if (normsApart) this.recorder.dispatch(this.common!.finalNorm, finalNorm, rows);
    this.recorder.dispatch(products.head, head, rows);
    this.charge(rows, 1);
  }

  private charge(rows: number, products: number): void {
    if (rows <= FEW_ROWS) this.recorder.charge('vector', products * Math.ceil(rows / 4));
    else this.recorder.charge('matrix', products * rows);
  }

  /**
   * Parts of the cache attended to at the same time, more than one only where few rows leave the GPU idle; or TILED for
   * many rows of one slot.
   */
  private splitsOf(rows: readonly Row[]): number {
    if (rows.length > FEW_ROWS && rows.every(({ slot }) => slot === rows[0].slot)) return TILED;
    const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
    const useful = Math.ceil(longest / (2 * CHUNK));
    return Math.max(1, Math.min(useful, Math.floor(SPLIT_WORKGROUPS / (rows.length * this.shape.heads))));
  }

  private async path(rows: number, stream: StreamName): Promise<BoundPath> {
    const path = pathFor(rows);
    const key = `${path} ${stream}`;
    let bound = this.paths.get(key);
    if (bound === undefined) {
      bound = this.bindPath(await this.productsOf(path), path, this.buffers!.activations[stream]);
      this.paths.set(key, bound);
    }
    return bound;
  }

  private productsOf(key: PathKey): Promise<Products<Compiled>> {
    let products = this.products.get(key);
    if (products === undefined) this.products.set(key, (products = this.compileProducts(key)));
    return products;
  }

  private async compileProducts(key: PathKey): Promise<Products<Compiled>> {
    const kernels = productKernels(this.shape, this.formats.weights, this.formats.cache, PATHS[key]);
    const [qkv, projection, up, down, head] = await Promise.all([
      this.compileOne(kernels.qkv),
      this.compileOne(kernels.projection),
      this.compileOne(kernels.up),
      this.compileOne(kernels.down),
      this.compileOne(kernels.head),
    ]);
    return { qkv, projection, up, down, head };
  }

  private compileOne(kernel: Kernel): Promise<Compiled> {
    return compile(this.device, this.recorder.tables.layout, kernel, this.formats.lanes);
  }

  private bindPath(products: Products<Compiled>, path: PathKey, { x, query }: Stream): BoundPath {
    const { weights, activations, caches } = this.buffers!;
    const { norm, finalNorm, attention, tile } = this.common!;
    const { normed, attended, splitSums, hidden, logits } = activations;
    const normsApart = path !== 'one-row';
    const input = normsApart ? normed : x;
    const make = (compiled: Compiled, named: Record<string, GPUBuffer>) => bind(this.device, compiled, named);
    return {
      products,
      normsApart,
      layers: weights.layers.map((layer, index) => ({
        norm1: make(norm, { x, norm: layer.norm1, result: normed }),
        qkv: make(products.qkv, { x: input, ...layer.qkv, norm: layer.norm1, query, cache: caches[index] }),
        attention: make(attention, { query, cache: caches[index], result: attended, splitSums }),
        tile: make(tile, { query, cache: caches[index], result: attended }),
        projection: make(products.projection, { x: attended, ...layer.projection, residual: x }),
        norm2: make(norm, { x, norm: layer.norm2, result: normed }),
        up: make(products.up, { x: input, ...layer.up, norm: layer.norm2, result: hidden }),
        down: make(products.down, { x: hidden, ...layer.down, residual: x }),
      })),
      finalNorm: make(finalNorm, { x, norm: weights.finalNorm, result: normed }),
      head: make(products.head, { x: input, ...weights.head, norm: weights.finalNorm, result: logits }),
    };
  }
}
