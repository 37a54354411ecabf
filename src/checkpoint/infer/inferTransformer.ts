import { TesseraError } from '../../core/errors.ts';
import type { TransformerArchitecture } from '../../core/architecture.ts';
import type { TensorSource } from '../tensorSource.ts';
import { transformerTensors } from './networkTensors.ts';
import { ShapeReader } from './shapes.ts';

export interface InferredTransformer {
  /** All but the head count, which no shape shows. */
  readonly architecture: Omit<TransformerArchitecture, 'heads'>;
  readonly source: TensorSource;
  /** What stands before these names in the file, for messages. */
  readonly prefix: string;
  /** Head counts that fit the width, the usual one first. */
  readonly headCandidates: readonly number[];
}

/** @throws TesseraError `tensor-missing`, `tensor-shape`, `mask-unknown` */
export async function inferTransformer(source: TensorSource, prefix: string): Promise<InferredTransformer> {
  const shapes = new ShapeReader(source, prefix);
  const blockSize = shapes.dimension(1, 'pos_emb');
  const width = shapes.dimension(0, 'ln_f.weight', 'ln_f.bias', 'blocks.0.ln1.weight');
  const architecture = {
    layers: shapes.count('blocks.#.'),
    width,
    vocabulary: shapes.dimension(0, 'tok_emb.weight', 'head.weight'),
    blockSize,
    unmasked: await unmaskedPrefix(source, blockSize, prefix),
  };
  shapes.check(transformerTensors(architecture));
  return { architecture, source, prefix, headCandidates: headCandidates(width) };
}

/** `n_unmasked` is the length of the square of ones in the mask buffer; stripped buffers mean plain causal. */
async function unmaskedPrefix(source: TensorSource, blockSize: number, prefix: string): Promise<number> {
  const name = 'blocks.0.attn.mask';
  const info = source.tensors.get(name);
  if (!info) return 0;
  const { shape } = info;
  const square = shape.length === 4 && shape[0] === 1 && shape[1] === 1 && shape[2] === shape[3];
  if (!square || shape[2] !== blockSize || blockSize > 4096) throw unknownMask(prefix + name);
  const mask = await source.readFloat32(name);
  let first = 0;
  while (first < blockSize && mask[first] === 1) first++;
  const unmasked = first > 1 ? first : 0;
  for (let row = 0; row < blockSize; row++) {
    const visible = row < unmasked ? unmasked : row + 1;
    for (let column = 0; column < blockSize; column++) {
      if (mask[row * blockSize + column] !== (column < visible ? 1 : 0)) throw unknownMask(prefix + name);
    }
  }
  return unmasked;
}

/** Published models use 16 (cIN perhaps 24); others are listed from heads of 64 channels downwards. */
function headCandidates(width: number): number[] {
  const all = Array.from({ length: Math.min(width, 64) }, (_, i) => i + 1).filter(
    (heads) => width % heads === 0,
  );
  const usual = all.includes(16) && width >= 256 ? 16 : (all.findLast((heads) => width / heads >= 16) ?? 1);
  return [usual, ...all.filter((heads) => heads !== usual).reverse()];
}

function unknownMask(name: string): TesseraError {
  return new TesseraError(
    'mask-unknown',
    `${name} is neither causal nor causal with an unmasked beginning`,
    'the file is damaged or not a model of this family',
  );
}
