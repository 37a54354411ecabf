import { type Compiled, compile } from '../device.ts';
import { type AttentionShader, pictureAttentionShader } from './kernels/attention.ts';
import { type ConvolutionOptions, type ConvolutionShader, convolutionShader } from './kernels/convolution.ts';
import { affineShader, momentsShader } from './kernels/groupNorm.ts';
import { lookupShader } from './kernels/lookup.ts';
import { quadsOf } from './packConvolution.ts';
import type { ConvolutionStep, Program } from './program.ts';
import { placeLayout } from './submitter.ts';

/** The pipelines of one device, made when first asked for and shared by all decoders on it. */
export class PictureKernels {
  readonly layout: GPUBindGroupLayout;
  readonly lookup: Promise<Compiled<typeof lookupShader>>;
  readonly moments: Promise<Compiled<typeof momentsShader>>;
  readonly affine: Promise<Compiled<typeof affineShader>>;
  private readonly convolutions = new Map<string, Promise<Compiled<ConvolutionShader>>>();
  private readonly attentions = new Map<number, Promise<Compiled<AttentionShader>>>();

  constructor(private readonly device: GPUDevice) {
    this.layout = placeLayout(device);
    this.lookup = compile(device, this.layout, lookupShader);
    this.moments = compile(device, this.layout, momentsShader);
    this.affine = compile(device, this.layout, affineShader);
    for (const one of [this.lookup, this.moments, this.affine]) one.catch(() => undefined); // told by whoever awaits it
  }

  convolution(options: ConvolutionOptions): Promise<Compiled<ConvolutionShader>> {
    const shader = convolutionShader(options);
    return kept(this.convolutions, shader.name, () => compile(this.device, this.layout, shader));
  }

  attention(quads: number): Promise<Compiled<AttentionShader>> {
    return kept(this.attentions, quads, () =>
      compile(this.device, this.layout, pictureAttentionShader(quads)),
    );
  }

  /** Compiles all that a program uses, in parallel. @throws TesseraError `kernel-refused` */
  async prepare(program: Program, format: 'f32' | 'f16'): Promise<void> {
    await Promise.all([
      this.lookup,
      this.moments,
      this.affine,
      ...program.steps.map((step) => {
        if (step.kind === 'convolution') return this.convolution(optionsOf(step, format));
        return step.kind === 'attention' ? this.attention(quadsOf(step.channels)) : this.lookup;
      }),
    ]);
  }
}

/** The kernel of a step. */
export function optionsOf(step: ConvolutionStep, format: 'f32' | 'f16'): ConvolutionOptions {
  const { size, resize, norm, result, outputs, names } = step;
  return { size, resize, norm, result, format, narrow: result === 'picture' && outputs * names.length <= 4 };
}

function kept<K, V>(map: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
    value.catch(() => map.delete(key));
  }
  return value;
}
