/** The published models of the family, as data: what they make, what they need, how to recognise them. */
import type { TransformerArchitecture, VqganArchitecture } from '../core/architecture.ts';
import data from './catalogue.json' with { type: 'json' };
import type { LabelSet } from './labelSets.ts';
import type { Conditioning } from './manifest.ts';

type StageShape = Pick<
  VqganArchitecture,
  'inChannels' | 'multipliers' | 'codes' | 'embedDim' | 'quantizer' | 'midAttention'
>;
type TransformerShape = Omit<TransformerArchitecture, 'heads' | 'unmasked'>;

export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly makes: string;
  readonly shape: {
    readonly imageStage: StageShape;
    readonly conditionStage: StageShape | null;
    readonly transformer: TransformerShape | null;
  };
  /** `n_head`; null where only the YAML knows, or without a transformer. */
  readonly heads: number | null;
  readonly labels: LabelSet | null;
  /** Size and SHA-256 of the published file, where known. */
  readonly fileBytes: number | null;
  readonly sha256: string | null;
  /** Weights that are kept, in float32. */
  readonly keptBytes: number;
  /** The authors' sampling settings. */
  readonly recommended: { readonly temperature: number; readonly topK: number; readonly topP: number } | null;
  readonly where: string;
  readonly notes: string;
}

// the JSON's literal types are wider than the entry's; tests/checkpoint/catalogue.test.ts checks every field
export const CATALOGUE = data as readonly CatalogueEntry[];

/**
 * Entries with the same shapes; several published models share theirs, and then a file of a published size
 * tells them apart.
 */
export function recogniseModel(
  model: {
    readonly imageStage: VqganArchitecture | null;
    readonly conditioning: readonly Conditioning[];
    readonly transformer: TransformerShape | null;
  },
  fileBytes: number,
): CatalogueEntry[] {
  const stages = model.conditioning.flatMap(({ stage }) => (stage?.type === 'vqgan' ? [stage] : []));
  const alike = CATALOGUE.filter(
    ({ shape }) =>
      sameStage(shape.imageStage, model.imageStage) &&
      sameStage(shape.conditionStage, stages[0] ?? null) &&
      sameTransformer(shape.transformer, model.transformer),
  );
  const exact = alike.filter((entry) => entry.fileBytes === fileBytes);
  return exact.length > 0 ? exact : alike;
}

function sameStage(known: StageShape | null, found: VqganArchitecture | null): boolean {
  if (!known || !found) return known === found;
  return (
    known.inChannels === found.inChannels &&
    known.multipliers.join() === found.multipliers.join() &&
    known.codes === found.codes &&
    known.embedDim === found.embedDim &&
    known.quantizer === found.quantizer &&
    known.midAttention === found.midAttention
  );
}

function sameTransformer(known: TransformerShape | null, found: TransformerShape | null): boolean {
  if (!known || !found) return known === found;
  return (
    known.layers === found.layers &&
    known.width === found.width &&
    known.vocabulary === found.vocabulary &&
    known.blockSize === found.blockSize
  );
}
