/**
 * Plain descriptions of the networks: what `checkpoint` infers from tensor shapes, what model.json
 * stores, and what `networks` builds. Terms follow the reference (ch, ch_mult, z_channels, embed_dim).
 */

/** A VQGAN of the reference's family: encoder, codebook, decoder. */
export interface VqganArchitecture {
  readonly type: 'vqgan';
  /** `vector`: nearest codebook row; `gumbel`: argmax of `quantize.proj` (deterministic form). */
  readonly quantizer: 'vector' | 'gumbel';
  /** Channels of the picture the encoder sees, before space-to-depth (labels for segmentation). */
  readonly inChannels: number;
  /** Channels of the picture the decoder gives, after depth-to-space. */
  readonly outChannels: number;
  /** Segmentation stages read one-hot label maps; their first convolution is a gather. */
  readonly segmentation: boolean;
  /** `ch`: channels at full resolution. */
  readonly channels: number;
  /** `ch_mult`, one per level; level 0 has the full resolution. */
  readonly multipliers: readonly number[];
  readonly residualBlocks: number;
  /** Per level: an AttnBlock after each ResBlock of the encoder / decoder. */
  readonly encoderAttention: readonly boolean[];
  readonly decoderAttention: readonly boolean[];
  /** The `mid.attn_1` block; absent in latent-diffusion's no-attention variants. */
  readonly midAttention: boolean;
  readonly zChannels: number;
  readonly embedDim: number;
  /** Rows of the codebook (`n_embed`). */
  readonly codes: number;
  /** Space-to-depth before the encoder and depth-to-space after the decoder; 1 in the reference. */
  readonly patch: number;
}

/** Stateless stages of the reference (Net2Net `cond_stage`), which need no weights. */
export interface CoordinateArchitecture {
  readonly type: 'coordinates';
  /** `n_embed` of CoordStage. */
  readonly codes: number;
  /** `down_factor` of CoordStage. */
  readonly factor: number;
}
export interface ClassArchitecture {
  readonly type: 'class';
  readonly classes: number;
  /** Positions that the token fills, all equal; 1 when absent, as in the reference. */
  readonly repeat?: number;
}
export interface SosArchitecture {
  readonly type: 'sos';
  /** The constant token of SOSProvider. */
  readonly token: number;
  /** Positions that the token fills, all equal; 1 when absent, as in the reference. */
  readonly repeat?: number;
}

export type ConditionArchitecture =
  VqganArchitecture | CoordinateArchitecture | ClassArchitecture | SosArchitecture;

/** The GPT of the reference (mingpt.py). The head count is never in the weights. */
export interface TransformerArchitecture {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly vocabulary: number;
  readonly blockSize: number;
  /** `n_unmasked`: length of the bidirectional prefix; 0 in every published model. */
  readonly unmasked: number;
}

/** Pixels per token along one side: patch times 2^(levels-1). */
export function downsampling(stage: VqganArchitecture): number {
  return stage.patch * 2 ** (stage.multipliers.length - 1);
}
