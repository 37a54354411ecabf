import type { VqganArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import type { TensorSource } from '../tensorSource.ts';
import { vqganTensors } from './networkTensors.ts';
import { ShapeReader } from './shapes.ts';

export interface InferredStage {
  readonly architecture: VqganArchitecture;
  /** Tensors by the reference's names without prefix. */
  readonly source: TensorSource;
  /** What stands before these names in the file, for messages. */
  readonly prefix: string;
  /** `token_offset` of our extension: added to this stage's ids as a condition. */
  readonly tokenOffset: number;
}

/**
 * A VQGAN's architecture from names and shapes alone.
 * @param prefix only for messages
 * @throws TesseraError `tensor-missing`, `tensor-shape`, `architecture-unknown`
 */
export async function inferVqgan(source: TensorSource, prefix: string): Promise<InferredStage> {
  const shapes = new ShapeReader(source, prefix);
  const levels = Math.max(shapes.count('encoder.down.#.block.'), shapes.count('decoder.up.#.block.'), 1);
  const channels = shapes.dimension(0, 'encoder.conv_in.weight', 'encoder.conv_in.bias');
  const widths = Array.from({ length: levels }, (_, level) => {
    const block = `encoder.down.${level}.block.0`;
    return shapes.dimension(0, `${block}.conv1.weight`, `${block}.conv2.weight`, `${block}.norm2.weight`);
  });
  refuseOddWidths(widths, channels, prefix);
  const quantizer = source.tensors.has('quantize.embed.weight') ? 'gumbel' : 'vector';
  const codebook = quantizer === 'gumbel' ? 'quantize.embed.weight' : 'quantize.embedding.weight';
  const patch = await positiveScalar(source, 'patch', 1, prefix);
  const zChannels = shapes.dimension(1, 'decoder.conv_in.weight');
  refuseGaussian(shapes, zChannels, prefix);
  const inChannels = perPatch(shapes.dimension(1, 'encoder.conv_in.weight'), patch, prefix);
  const outChannels = perPatch(
    shapes.dimension(0, 'decoder.conv_out.weight', 'decoder.conv_out.bias'),
    patch,
    prefix,
  );
  const remapped = source.tensors.get('quantize.used')?.shape[0];

  const architecture: VqganArchitecture = {
    type: 'vqgan',
    quantizer,
    inChannels,
    outChannels,
    segmentation: isSegmentation(source, inChannels, outChannels),
    channels,
    multipliers: widths.map((width) => width / channels),
    residualBlocks: Math.max(
      shapes.count('encoder.down.0.block.#.'),
      shapes.count('decoder.up.0.block.#.') - 1,
      1,
    ),
    encoderAttention: widths.map((_, level) => shapes.any(`encoder.down.${level}.attn.`)),
    decoderAttention: widths.map((_, level) => shapes.any(`decoder.up.${level}.attn.`)),
    midAttention: shapes.any('encoder.mid.attn_1.') || shapes.any('decoder.mid.attn_1.'),
    zChannels,
    embedDim: shapes.dimension(1, codebook),
    codes: shapes.dimension(0, codebook),
    patch,
  };
  shapes.check(vqganTensors(architecture));
  const tokenOffset = await scalar(source, 'token_offset', 0);
  if (remapped === undefined) return { architecture, source, prefix, tokenOffset };
  const used = await source.readIntegers('quantize.used');
  return { ...withUsedCodes(architecture, source, used, codebook), prefix, tokenOffset };
}

/**
 * Stages that see label maps: neither gray nor RGB, or a `colorize` buffer (VQSegmentationModel) for the
 * same number of labels.
 */
function isSegmentation(source: TensorSource, inChannels: number, outChannels: number): boolean {
  if (inChannels !== outChannels) return false;
  if (inChannels !== 1 && inChannels !== 3) return true;
  return source.tensors.get('colorize')?.shape[1] === inChannels;
}

/**
 * `remap` of the reference: the transformer counts only the codes listed in `quantize.used`. Keeping just
 * those rows gives the same ids, and encodes to the nearest used code where the reference draws at random.
 */
function withUsedCodes(
  architecture: VqganArchitecture,
  source: TensorSource,
  used: readonly number[],
  codebook: string,
): { architecture: VqganArchitecture; source: TensorSource } {
  if (architecture.quantizer !== 'vector' || used.some((row) => row < 0 || row >= architecture.codes)) {
    throw new TesseraError(
      'architecture-unknown',
      'quantize.used names codes that do not exist',
      'the file is damaged',
    );
  }
  const { embedDim } = architecture;
  const tensors = new Map(source.tensors);
  tensors.set(codebook, { name: codebook, shape: [used.length, embedDim], dtype: 'f32' });
  const rows = async (): Promise<Float32Array> => {
    const all = await source.readFloat32(codebook);
    const kept = new Float32Array(used.length * embedDim);
    used.forEach((row, i) => kept.set(all.subarray(row * embedDim, (row + 1) * embedDim), i * embedDim));
    return kept;
  };
  return {
    architecture: { ...architecture, codes: used.length },
    source: {
      tensors,
      readIntegers: (name) => source.readIntegers(name),
      readFloat32: (name) => (name === codebook ? rows() : source.readFloat32(name)),
      readBytes: async (name) =>
        name === codebook ? new Uint8Array((await rows()).buffer) : source.readBytes(name),
    },
  };
}

/** An encoder that gives means and variances belongs to a KL autoencoder, which has no codebook. */
function refuseGaussian(shapes: ShapeReader, zChannels: number, prefix: string): void {
  if (shapes.source.tensors.get('encoder.conv_out.weight')?.shape[0] !== 2 * zChannels) return;
  throw new TesseraError(
    'architecture-unknown',
    `${prefix}encoder gives ${2 * zChannels} channels for ${zChannels} latent ones: a KL autoencoder, which has no codebook`,
    'open a VQ model',
  );
}

/** Every GroupNorm has 32 groups. */
function refuseOddWidths(widths: readonly number[], channels: number, prefix: string): void {
  const odd = [channels, ...widths].find((width) => width % 32 !== 0);
  if (odd === undefined) return;
  throw new TesseraError(
    'architecture-unknown',
    `${prefix}encoder has layers of ${odd} channels, which the family's 32 groups do not divide`,
    'the file is damaged or not a model of this family',
  );
}

function perPatch(channels: number, patch: number, prefix: string): number {
  const each = channels / (patch * patch);
  if (Number.isInteger(each)) return each;
  throw new TesseraError(
    'architecture-unknown',
    `${prefix}patch is ${patch}, which does not divide ${channels} channels`,
    'the file is damaged',
  );
}

async function scalar(source: TensorSource, name: string, fallback: number): Promise<number> {
  const info = source.tensors.get(name);
  if (!info || info.shape.length > 1) return fallback;
  const [value] = await source.readIntegers(name);
  return value ?? fallback;
}

async function positiveScalar(
  source: TensorSource,
  name: string,
  fallback: number,
  prefix: string,
): Promise<number> {
  const value = await scalar(source, name, fallback);
  if (value >= 1 && value <= 64) return value;
  throw new TesseraError('architecture-unknown', `${prefix}${name} is ${value}`, 'the file is damaged');
}
