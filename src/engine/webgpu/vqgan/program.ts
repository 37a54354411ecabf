import type { ConvolutionOptions } from './kernels/convolution.ts';

/** A picture between two steps. */
export interface Plane {
  /** How often its sides are those of the token grid, as a power of two (rows and columns that are left over aside). */
  readonly level: number;
  readonly channels: number;
  /** Read by all positions at once (attention), so never cut into bands. */
  readonly whole: boolean;
}

/** Number of a plane in the program. */
type PlaneId = number;

export interface ConvolutionStep {
  readonly kind: 'convolution';
  /** Keys of the state dict; several lie side by side in the outputs. */
  readonly names: readonly string[];
  readonly from: PlaneId;
  /** null for the picture itself. */
  readonly to: PlaneId | null;
  readonly inputs: number;
  /** Of each name. */
  readonly outputs: number;
  readonly size: 1 | 3;
  readonly resize: ConvolutionOptions['resize'];
  /** Key of the GroupNorm in front. */
  readonly normName: string | null;
  readonly norm: ConvolutionOptions['norm'];
  readonly result: ConvolutionOptions['result'];
}

/** `encoder.conv_in` of a segmentation stage: reads a label map, never a one-hot map. */
export interface LabelStep {
  readonly kind: 'labels';
  readonly name: string;
  readonly to: PlaneId;
  /** Labels, times the pixels of a patch. */
  readonly inputs: number;
  readonly outputs: number;
}

/** What a picture kernel does; `output` reads a plane back. */
export type Step =
  | { readonly kind: 'lookup'; readonly to: PlaneId }
  | { readonly kind: 'pixels'; readonly to: PlaneId }
  | LabelStep
  | { readonly kind: 'output'; readonly from: PlaneId; readonly to: null }
  | { readonly kind: 'attention'; readonly from: PlaneId; readonly to: PlaneId; readonly channels: number }
  | ConvolutionStep;

/** A network as a list: what is read, what is written. It says nothing about sizes. */
export interface Program {
  readonly planes: readonly Plane[];
  readonly steps: readonly Step[];
}

type Details = Partial<Pick<ConvolutionStep, 'size' | 'resize' | 'normName' | 'norm' | 'result'>>;

/** Writes a program down layer by layer. */
export class ProgramBuilder implements Program {
  readonly planes: Plane[] = [];
  readonly steps: Step[] = [];

  plane(level: number, channels: number, whole = false): PlaneId {
    return this.planes.push({ level, channels, whole }) - 1;
  }

  channels(plane: PlaneId): number {
    return this.planes[plane].channels;
  }

  /** Into a plane of its own. */
  convolve(name: string, from: PlaneId, outputs: number, details: Details = {}): PlaneId {
    const level = this.planes[from].level + { none: 0, up: 1, down: -1 }[details.resize ?? 'none'];
    return this.into(this.plane(level, outputs), [name], from, outputs, details);
  }

  /** shortcut(x) + conv2(swish(norm2(conv1(swish(norm1(x)))))); without a shortcut, x is added to in place. */
  residual(name: string, x: PlaneId, outputs: number): PlaneId {
    const h = this.convolve(`${name}.conv1`, x, outputs, { norm: 'silu', normName: `${name}.norm1` });
    const y =
      this.channels(x) === outputs ? x : this.convolve(`${name}.nin_shortcut`, x, outputs, { size: 1 });
    const add: Details = { norm: 'silu', normName: `${name}.norm2`, result: 'add' };
    return this.into(y, [`${name}.conv2`], h, outputs, add);
  }

  /** x + proj_out(attention(norm(x))), in place. */
  attend(name: string, x: PlaneId): void {
    const { level, channels } = this.planes[x];
    const names = ['q', 'k', 'v'].map((part) => `${name}.${part}`);
    const norm: Details = { size: 1, norm: 'affine', normName: `${name}.norm` };
    const qkv = this.into(this.plane(level, 3 * channels, true), names, x, channels, norm);
    const attended = this.plane(level, channels, true);
    this.steps.push({ kind: 'attention', from: qkv, to: attended, channels });
    this.into(x, [`${name}.proj_out`], attended, channels, { size: 1, result: 'add' });
  }

  /** ResBlock, AttnBlock, ResBlock: the same in encoder and decoder. */
  middle(side: 'encoder' | 'decoder', x: PlaneId, attention: boolean): PlaneId {
    const first = this.residual(`${side}.mid.block_1`, x, this.channels(x));
    if (attention) this.attend(`${side}.mid.attn_1`, first);
    return this.residual(`${side}.mid.block_2`, first, this.channels(first));
  }

  picture(name: string, from: PlaneId, outputs: number, normName: string): void {
    this.push([name], from, null, outputs, { norm: 'silu', normName, result: 'picture' });
  }

  private into(
    to: PlaneId,
    names: readonly string[],
    from: PlaneId,
    outputs: number,
    details: Details,
  ): PlaneId {
    this.push(names, from, to, outputs, details);
    return to;
  }

  private push(
    names: readonly string[],
    from: PlaneId,
    to: PlaneId | null,
    outputs: number,
    details: Details,
  ): void {
    const inputs = this.channels(from);
    this.steps.push({
      kind: 'convolution',
      names,
      from,
      to,
      inputs,
      outputs,
      size: 3,
      resize: 'none',
      normName: null,
      norm: 'none',
      result: 'store',
      ...details,
    });
  }
}
