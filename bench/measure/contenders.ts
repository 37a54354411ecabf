import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { ReferenceEngine } from '../../src/engine/tfjs/referenceEngine.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import type { WebGpuEngineOptions } from '../../src/engine/webgpu/engine.ts';
import { laneFormOf } from '../../src/engine/webgpu/laneChoice.ts';
import type { WeightFormat } from '../../src/engine/webgpu/wgsl/format.ts';
import { type Gpt, loadGpt } from '../../src/networks/transformer/gpt.ts';
import { type Contender, plainContender, webGpuContender } from './contender.ts';
import type { ContenderName } from './plan.ts';

/** Other runtimes; only where they can run, which is not in the page. */
export type Rivals = Partial<
  Record<
    ContenderName,
    (source: TensorSource, architecture: TransformerArchitecture) => Promise<Contender | string>
  >
>;

/** The contenders of one transformer, made when they are first needed. */
export class Contenders {
  private readonly made = new Map<ContenderName, Contender | string>();
  private gpt: Gpt | null = null;

  constructor(
    private readonly source: TensorSource,
    private readonly architecture: TransformerArchitecture,
    private readonly device: GPUDevice | null,
    private readonly host: { readonly rivals: Rivals; readonly encodeClock?: () => number },
  ) {}

  /** @returns the contender, or why there is none */
  async get(name: ContenderName): Promise<Contender | string> {
    let contender = this.made.get(name);
    if (contender === undefined) this.made.set(name, (contender = await this.make(name)));
    return contender;
  }

  async dispose(): Promise<void> {
    for (const contender of this.made.values()) if (typeof contender !== 'string') await contender.dispose();
    this.gpt?.dispose();
  }

  private async make(name: ContenderName): Promise<Contender | string> {
    const { source, architecture } = this;
    switch (name) {
      case 'tessera':
      case 'tfjs with cache':
        return plainContender(name, new TfjsEngine(await this.readable()));
      case 'reference rule, tfjs':
        return plainContender(name, new ReferenceEngine(await this.readable()));
      case 'tessera f32':
      case 'tessera f16':
      case 'tessera int8': {
        const weights = name.slice('tessera '.length) as WeightFormat;
        const options = { weights, timed: true, clock: this.host.encodeClock };
        return webGpuContender(name, await this.onTheGpu(options));
      }
      case 'tessera f16 with subgroups':
      case 'tessera f16 without subgroups': {
        const lanes = name === 'tessera f16 with subgroups' ? 'subgroups' : 'memory';
        const device = this.device!;
        if (!device.features.has('subgroups')) return 'this device has no subgroups';
        if (lanes === laneFormOf(device)) return 'that is what tessera f16 does here';
        const options = { weights: 'f16', lanes, timed: true, clock: this.host.encodeClock } as const;
        return webGpuContender(name, await this.onTheGpu(options));
      }
      case 'onnxruntime-web':
      case 'PyTorch':
        return (await this.host.rivals[name]?.(source, architecture)) ?? 'it runs in the command only';
    }
  }

  /** Got when it is needed, as on the page, so that both are built alike. */
  private async onTheGpu(options: WebGpuEngineOptions) {
    const { createWebGpuEngine } = await import('../../src/engine/webgpu/engine.ts');
    return createWebGpuEngine(this.device!, this.source, this.architecture, options);
  }

  private async readable(): Promise<Gpt> {
    return (this.gpt ??= await loadGpt(this.source, this.architecture));
  }
}
