import { type Compiled, compile } from '../device.ts';
import type { Shader } from '../wgsl/kernel.ts';
import { type AttentionShader, pictureAttentionShader } from './kernels/attention.ts';
import { type ConvolutionOptions, type ConvolutionShader, convolutionShader } from './kernels/convolution.ts';
import { affineShader, momentsShader } from './kernels/groupNorm.ts';
import { labelsShader } from './kernels/labels.ts';
import { lookupShader } from './kernels/lookup.ts';
import { nearestShader } from './kernels/nearest.ts';
import { pixelsShader, type RowShader } from './kernels/pixels.ts';
import { quadsOf } from './packConvolution.ts';
import type { ConvolutionStep, Program } from './program.ts';
import { placeLayout } from './submitter.ts';

/** The pipelines of one device, made when first asked for and shared by all encoders and decoders on it. */
export class PictureKernels {
  readonly layout: GPUBindGroupLayout;
  private readonly compiled = new Map<string, Promise<Compiled<Shader>>>();

  constructor(private readonly device: GPUDevice) {
    this.layout = placeLayout(device);
  }

  get lookup(): Promise<Compiled<typeof lookupShader>> {
    return this.kept(lookupShader);
  }

  get pixels(): Promise<Compiled<RowShader>> {
    return this.kept(pixelsShader);
  }

  get moments(): Promise<Compiled<typeof momentsShader>> {
    return this.kept(momentsShader);
  }

  get affine(): Promise<Compiled<Shader>> {
    return this.kept(affineShader);
  }

  get nearest(): Promise<Compiled<typeof nearestShader>> {
    return this.kept(nearestShader);
  }

  labels(format: 'f32' | 'f16'): Promise<Compiled<RowShader>> {
    return this.kept(labelsShader(format));
  }

  convolution(options: ConvolutionOptions): Promise<Compiled<ConvolutionShader>> {
    return this.kept(convolutionShader(options));
  }

  attention(quads: number): Promise<Compiled<AttentionShader>> {
    return this.kept(pictureAttentionShader(quads));
  }

  /** Compiles all that a program uses, in parallel. @throws TesseraError `kernel-refused` */
  async prepare(program: Program, format: 'f32' | 'f16'): Promise<void> {
    await Promise.all(kernelsOf(program, format).map((shader) => this.kept(shader)));
  }

  /** A shader's name says all of it, so the compiled one is of the same kind. */
  private kept<K extends Shader>(shader: K): Promise<Compiled<K>> {
    let compiled = this.compiled.get(shader.name) as Promise<Compiled<K>> | undefined;
    if (compiled === undefined) {
      compiled = compile(this.device, this.layout, shader);
      this.compiled.set(shader.name, compiled);
      compiled.catch(() => this.compiled.delete(shader.name));
    }
    return compiled;
  }
}

/** Every kernel that a program uses, once. */
export function kernelsOf({ steps }: Program, format: 'f32' | 'f16'): Shader[] {
  const shaders = steps.flatMap((step): Shader[] => {
    switch (step.kind) {
      case 'lookup':
        return [lookupShader];
      case 'pixels':
        return [pixelsShader];
      case 'labels':
        return [labelsShader(format)];
      case 'output':
        return [nearestShader]; // latents are read back to be quantized
      case 'attention':
        return [pictureAttentionShader(quadsOf(step.channels))];
      case 'convolution': {
        const statistics = step.normName === null ? [] : [momentsShader, affineShader];
        return [...statistics, convolutionShader(optionsOf(step, format))];
      }
    }
  });
  return [...new Map(shaders.map((shader) => [shader.name, shader])).values()];
}

/** The kernel of a step. */
export function optionsOf(step: ConvolutionStep, format: 'f32' | 'f16'): ConvolutionOptions {
  const { size, resize, norm, result, outputs, names } = step;
  return { size, resize, norm, result, format, narrow: result === 'picture' && outputs * names.length <= 4 };
}
