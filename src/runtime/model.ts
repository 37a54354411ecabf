import type { Manifest, ModelFile } from '../checkpoint/manifest.ts';
import { openModelFolder } from '../checkpoint/modelFolder.ts';
import type { ModelPart } from '../checkpoint/modelParts.ts';
import type { ByteSource } from '../checkpoint/bytes.ts';
import { withPrefix, type TensorSource } from '../checkpoint/tensorSource.ts';
import { modelHash } from '../checkpoint/verifyFile.ts';
import type { TransformerArchitecture, VqganArchitecture } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import type { ConditionKind } from '../core/settings.ts';
import { loadGpt, type Gpt } from '../networks/transformer/gpt.ts';
import type { ImageDecoder } from '../networks/vqgan/imageDecoder.ts';
import type { ImageEncoder } from '../networks/vqgan/imageEncoder.ts';
import { loadVqgan } from '../networks/vqgan/vqgan.ts';
import { fastDecoder, fastEncoder } from './fastStages.ts';

export interface ModelOptions {
  /** Compare each file's SHA-256; off where the store did it already. Default true. */
  readonly verify?: boolean;
}

/**
 * A model whose parts are fetched and uploaded when they are first needed: a picture is drawn without the image
 * encoder ever being read.
 */
export class LoadedModel {
  readonly hash: string;
  private readonly parts = new Map<ModelPart, Promise<TensorSource>>();
  private readonly networks = new Map<string, Promise<ImageDecoder | ImageEncoder | Gpt>>();
  /** Why tfjs encodes or decodes although there is a graphics device; null where that is not so. */
  stageFallback: TesseraError | null = null;

  constructor(
    readonly manifest: Manifest,
    private readonly fetchFile: (file: ModelFile) => Promise<ByteSource | Uint8Array>,
    private readonly options: ModelOptions = {},
  ) {
    this.hash = modelHash(manifest);
  }

  /** @throws TesseraError `no-image-stage` */
  get imageStage(): VqganArchitecture {
    if (this.manifest.imageStage !== null) return this.manifest.imageStage;
    throw new TesseraError(
      'no-image-stage',
      `the model ${this.manifest.id} has no image stage, so it can make no pictures`,
      'convert it again with --image-stage',
    );
  }

  /** @throws TesseraError `no-transformer` */
  get transformer(): TransformerArchitecture {
    if (this.manifest.transformer !== null) return this.manifest.transformer;
    throw new TesseraError(
      'no-transformer',
      `the model ${this.manifest.id} has no transformer: it can encode and decode, but not draw tokens`,
      'use a model with a transformer',
    );
  }

  /**
   * Codebook and decoder of the image stage: kernels of our own where the backend has a graphics device that computes
   * them right, else tfjs.
   * @throws TesseraError of reading and building
   */
  async decoder(): Promise<ImageDecoder> {
    const { imageStage } = this;
    return this.network('decoder', async () => {
      const source = await this.read('imageStage.', ['image-decoder']);
      const fast = await fastDecoder(source, imageStage, this.manifest.dtype);
      return this.orFallback(fast) ?? loadVqgan(source, imageStage, { encoder: false, decoder: true });
    });
  }

  /** Encoder and quantizer of the image stage, as the decoder. @throws TesseraError of reading and building */
  async encoder(): Promise<ImageEncoder> {
    const { imageStage } = this;
    return this.network('encoder', async () =>
      this.encoderOf(await this.read('imageStage.', ['image-encoder', 'image-decoder']), imageStage),
    );
  }

  /** The transformer. @throws TesseraError of reading and building */
  async gpt(): Promise<Gpt> {
    const { transformer } = this;
    return this.network('gpt', async () => loadGpt(await this.transformerWeights(), transformer));
  }

  /** The transformer's weights as stored, for engines that upload them themselves. @throws TesseraError of reading */
  transformerWeights(): Promise<TensorSource> {
    return this.read('transformer.', ['transformer']);
  }

  /** Encoder and quantizer of a condition. @throws TesseraError `no-condition-stage`, of reading and building */
  async conditionEncoder(kind: ConditionKind): Promise<ImageEncoder> {
    const index = this.conditioningIndex(kind);
    const { stage } = this.manifest.conditioning[index];
    if (stage?.type !== 'vqgan') {
      throw new TesseraError(
        'no-condition-stage',
        `the condition ${kind} of this model has no stage that encodes`,
        'use a model whose condition is a picture',
      );
    }
    return this.network(`condition-${index}`, async () =>
      this.encoderOf(await this.read(`conditioning.${index}.`, [`conditioning-${index}-encoder`]), stage),
    );
  }

  /** @throws TesseraError `condition-kind` */
  conditioningIndex(kind: ConditionKind): number {
    const index = this.manifest.conditioning.findIndex((one) => one.kind === kind);
    if (index >= 0) return index;
    const kinds = this.manifest.conditioning.map((one) => one.kind).join(', ');
    throw new TesseraError(
      'condition-kind',
      `the model ${this.manifest.id} takes no ${kind} condition`,
      kinds ? `use one of: ${kinds}` : 'it has no transformer conditions at all',
    );
  }

  /** Gives back all tensors. */
  async dispose(): Promise<void> {
    for (const network of this.networks.values()) {
      (await network.catch(() => null))?.dispose();
    }
    this.networks.clear();
    this.parts.clear();
  }

  private async encoderOf(source: TensorSource, stage: VqganArchitecture): Promise<ImageEncoder> {
    const fast = await fastEncoder(source, stage);
    return this.orFallback(fast) ?? loadVqgan(source, stage, { encoder: true, decoder: false });
  }

  /** Kernels of our own, or nothing, and then why. */
  private orFallback<T extends object>(fast: T | TesseraError | null): T | null {
    if (!(fast instanceof TesseraError)) return fast;
    this.stageFallback = fast;
    return null;
  }

  private network<T extends ImageDecoder | ImageEncoder | Gpt>(
    name: string,
    build: () => Promise<T>,
  ): Promise<T> {
    let network = this.networks.get(name) as Promise<T> | undefined;
    if (network === undefined) {
      network = build();
      this.networks.set(name, network);
      // A failure (a lost connection, say) must not stick.
      network.catch(() => this.networks.delete(name));
    }
    return network;
  }

  /** The tensors of some parts under their names in the checkpoint. */
  private async read(prefix: string, parts: readonly ModelPart[]): Promise<TensorSource> {
    const sources = await Promise.all(parts.map((part) => this.open(part)));
    return withPrefix(joinSources(sources), prefix);
  }

  private open(part: ModelPart): Promise<TensorSource> {
    let source = this.parts.get(part);
    if (source === undefined) {
      source = openModelFolder(this.manifest, this.fetchFile, { ...this.options, parts: [part] });
      this.parts.set(part, source);
      source.catch(() => this.parts.delete(part));
    }
    return source;
  }
}

/** Several sources with different names as one. */
function joinSources(sources: readonly TensorSource[]): TensorSource {
  const owner = new Map(
    sources.flatMap((source) => [...source.tensors.keys()].map((name) => [name, source])),
  );
  const of = (name: string): TensorSource => owner.get(name) ?? sources[0];
  return {
    tensors: new Map(sources.flatMap((source) => [...source.tensors])),
    readBytes: (name) => of(name).readBytes(name),
    readFloat32: (name) => of(name).readFloat32(name),
    readIntegers: (name) => of(name).readIntegers(name),
  };
}
