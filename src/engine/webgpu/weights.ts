import { readShaped } from '../../checkpoint/readShaped.ts';
import type { TensorSource } from '../../checkpoint/tensorSource.ts';
import { filledBuffer } from './device.ts';
import { headMap, type IndexMap, packMatrix, paddedMap, padVector } from './pack.ts';
import { INNER_PADDING, type Shape } from './shape.ts';
import type { WeightFormat } from './wgsl/format.ts';

/** Packed matrix, and its [bias quads | scale quads]. */
interface MatrixBuffers {
  readonly weights: GPUBuffer;
  readonly bias: GPUBuffer;
}

/** Scale and shift of a LayerNorm, [scale quads | shift quads], padded with zeros. */
type NormBuffer = GPUBuffer;

interface LayerBuffers {
  readonly norm1: NormBuffer;
  readonly qkv: MatrixBuffers;
  readonly projection: MatrixBuffers;
  readonly norm2: NormBuffer;
  readonly up: MatrixBuffers;
  readonly down: MatrixBuffers;
}

export interface TransformerBuffers {
  readonly tokenRows: GPUBuffer;
  readonly positionRows: GPUBuffer;
  readonly layers: readonly LayerBuffers[];
  readonly finalNorm: NormBuffer;
  readonly head: MatrixBuffers;
  /** Bytes of all of it on the GPU, and of what one token reads (everything but the embeddings). */
  readonly bytes: number;
  readonly bytesPerToken: number;
  dispose(): void;
}

/** Embeddings are looked up, not multiplied: halves are small enough even beside int8 matrices. */
export function embeddingFormat(format: WeightFormat): 'f32' | 'f16' {
  return format === 'f32' ? 'f32' : 'f16';
}

/**
 * Reads a GPT (keys of reference section 2.2, no prefix) tensor by tensor and packs it into GPU memory.
 * @throws TesseraError `tensor-missing`, `tensor-shape`
 */
export async function loadWeights(
  device: GPUDevice,
  source: TensorSource,
  shape: Shape,
  format: WeightFormat,
): Promise<TransformerBuffers> {
  return new Loader(device, source, shape, format).load();
}

class Loader {
  private readonly owned: GPUBuffer[] = [];
  private readonly widthIn: IndexMap;
  private readonly headsIn: IndexMap;
  private readonly headsOut: IndexMap;

  constructor(
    private readonly device: GPUDevice,
    private readonly source: TensorSource,
    private readonly shape: Shape,
    private readonly format: WeightFormat,
  ) {
    const { width, heads, headWidth, headQuads } = shape;
    this.widthIn = paddedMap(width, INNER_PADDING);
    this.headsIn = headMap(heads, headWidth, headQuads, INNER_PADDING);
    this.headsOut = headMap(heads, headWidth, headQuads, 4);
  }

  async load(): Promise<TransformerBuffers> {
    try {
      return await this.loadAll();
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  private async loadAll(): Promise<TransformerBuffers> {
    const { width, vocabulary, blockSize, layers } = this.shape;
    const tokenRows = await this.embedding('tok_emb.weight', [vocabulary, width]);
    const positionRows = await this.embedding('pos_emb', [1, blockSize, width]);
    const embeddings = this.bytes();
    const layerBuffers: LayerBuffers[] = [];
    for (let i = 0; i < layers; i++) layerBuffers.push(await this.layer(`blocks.${i}`));
    const finalNorm = await this.norm('ln_f');
    const head = await this.head();
    const bytes = this.bytes();
    return {
      tokenRows,
      positionRows,
      layers: layerBuffers,
      finalNorm,
      head,
      bytes,
      bytesPerToken: bytes - embeddings,
      dispose: () => this.dispose(),
    };
  }

  private async layer(name: string): Promise<LayerBuffers> {
    const { width } = this.shape;
    const wide = paddedMap(4 * width, 4);
    const narrow = paddedMap(width, 4);
    const wideIn = paddedMap(4 * width, INNER_PADDING);
    return {
      norm1: await this.norm(`${name}.ln1`),
      qkv: await this.qkv(`${name}.attn`),
      projection: await this.matrix(`${name}.attn.proj`, width, width, narrow, this.headsIn),
      norm2: await this.norm(`${name}.ln2`),
      up: await this.matrix(`${name}.mlp.0`, 4 * width, width, wide, this.widthIn),
      down: await this.matrix(`${name}.mlp.2`, width, 4 * width, narrow, wideIn),
    };
  }

  private async matrix(
    name: string,
    outputs: number,
    inputs: number,
    rows: IndexMap,
    columns: IndexMap,
  ): Promise<MatrixBuffers> {
    const values = await this.read(`${name}.weight`, [outputs, inputs]);
    const bias = await this.read(`${name}.bias`, [outputs]);
    return this.upload(name, packMatrix(values, inputs, rows, columns, this.format), padVector(bias, rows));
  }

  /** Query, key and value below each other, so that one product gives all three. */
  private async qkv(name: string): Promise<MatrixBuffers> {
    const { width } = this.shape;
    const all = new Float32Array(3 * width * width);
    const bias = new Float32Array(3 * width);
    for (const [part, key] of ['query', 'key', 'value'].entries()) {
      all.set(await this.read(`${name}.${key}.weight`, [width, width]), part * width * width);
      bias.set(await this.read(`${name}.${key}.bias`, [width]), part * width);
    }
    const one = this.headsOut;
    const rows = Int32Array.from({ length: 3 * one.length }, (_, i) => {
      const source = one[i % one.length];
      return source < 0 ? -1 : Math.floor(i / one.length) * width + source;
    });
    return this.upload(name, packMatrix(all, width, rows, this.widthIn, this.format), padVector(bias, rows));
  }

  private async head(): Promise<MatrixBuffers> {
    const { vocabulary, width } = this.shape;
    const values = await this.read('head.weight', [vocabulary, width]);
    const rows = paddedMap(vocabulary, 4);
    const packed = packMatrix(values, width, rows, this.widthIn, this.format);
    return this.upload('head', packed, new Float32Array(rows.length));
  }

  private async norm(name: string): Promise<NormBuffer> {
    const { width } = this.shape;
    const scale = padVector(await this.read(`${name}.weight`, [width]), this.widthIn);
    const shift = padVector(await this.read(`${name}.bias`, [width]), this.widthIn);
    return this.own(filledBuffer(this.device, name, Float32Array.from([...scale, ...shift])));
  }

  private async embedding(name: string, shape: readonly number[]): Promise<GPUBuffer> {
    const values = await this.read(name, shape);
    const [rows, columns] = shape.slice(-2);
    const format = embeddingFormat(this.format);
    const packed = packMatrix(values, columns, paddedMap(rows, 1), this.widthIn, format);
    return this.own(filledBuffer(this.device, name, packed.data));
  }

  private upload(name: string, packed: ReturnType<typeof packMatrix>, bias: Float32Array): MatrixBuffers {
    const { data, scales } = packed;
    const affine = scales === null ? bias : Float32Array.from([...bias, ...scales]);
    return {
      weights: this.own(filledBuffer(this.device, name, data)),
      bias: this.own(filledBuffer(this.device, `${name} bias`, affine)),
    };
  }

  private read(name: string, shape: readonly number[]): Promise<Float32Array> {
    return readShaped(this.source, name, shape);
  }

  private own(buffer: GPUBuffer): GPUBuffer {
    this.owned.push(buffer);
    return buffer;
  }

  private bytes(): number {
    return this.owned.reduce((sum, { size }) => sum + size, 0);
  }

  private dispose(): void {
    for (const buffer of this.owned) buffer.destroy();
    this.owned.length = 0;
  }
}
