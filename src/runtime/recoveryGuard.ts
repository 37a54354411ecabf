import { TesseraError } from '../core/errors.ts';

/** What went wrong on a device and nobody asked about: WebGPU tells it as an event, not as an exception. */
export interface GpuFault {
  readonly kind: 'out-of-memory' | 'validation' | 'internal';
  readonly message: string;
}

/** A failed readback and the loss that caused it are told in either order; so long we wait for the second. */
const PATIENCE_MS = 250;
/** What our own code says when a device goes under it, before it knows that it went. */
const LOSS_LOOKS_LIKE = [
  'device-lost',
  'kernel-refused',
  'gpu-kernels-wrong',
  'gpu-out-of-memory',
  'gpu-results-missing',
];
/** How the driver says that a result could not be read back. */
const FAILED_READS = ['OperationError', 'AbortError'];
/** Faults of one device that are kept; a broken one tells thousands. */
const MOST_FAULTS = 8;

/**
 * Watches one device after the other. Each has a generation: what an earlier one still says is not heard as the
 * present one's (docs/reliability.md).
 */
export class DeviceGuard {
  #generation = 0;
  #device: GPUDevice | null = null;
  #loss: string | null = null;
  #lost: Promise<unknown> = new Promise(() => undefined);
  #faults: GpuFault[] = [];
  /** Since the worker began. */
  losses = 0;

  /** @param onLoss called once, when the present device goes */
  constructor(private readonly onLoss: (message: string) => void) {}

  /** Devices watched so far; names the present one. */
  get generation(): number {
    return this.#generation;
  }

  get isLost(): boolean {
    return this.#loss !== null;
  }

  get faults(): readonly GpuFault[] {
    return this.#faults;
  }

  /** The present device from now on; null where nothing can be lost (WASM). */
  watch(device: GPUDevice | null): void {
    const generation = ++this.#generation;
    this.#device = device;
    this.#loss = null;
    this.#faults = [];
    if (device === null) {
      this.#lost = new Promise(() => undefined);
      return;
    }
    this.#lost = device.lost.then(({ message, reason }) => {
      if (generation !== this.#generation) return;
      this.#loss = message || reason;
      this.losses++;
      this.onLoss(this.#loss);
    });
    device.addEventListener('uncapturederror', (event) => {
      if (generation !== this.#generation) return;
      this.#faults.push(faultOf(event.error));
      this.#faults.splice(0, this.#faults.length - MOST_FAULTS);
    });
  }

  /**
   * Whether a failure is that of a device that went, so that the same work may succeed on the next one. One that is
   * there and no longer gives results back is let go.
   */
  async explains(thrown: unknown): Promise<boolean> {
    if (this.isLost) return true;
    const code = thrown instanceof TesseraError ? thrown.code : null;
    // Our other errors know what they are about; tfjs and the driver speak in their own words.
    if (code !== null && !LOSS_LOOKS_LIKE.includes(code)) return false;
    await Promise.race([this.#lost, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    if (!this.isLost && this.#device !== null && isFailedRead(thrown)) {
      this.#device.destroy();
      await this.#lost;
    }
    return this.isLost;
  }

  /**
   * To be asked before results count: what was read back from a device that went, ran out of memory or refused a
   * command is no data, whatever it looks like.
   * @throws TesseraError `device-lost`, `gpu-out-of-memory`, `gpu-refused`
   */
  check(): void {
    if (this.#loss !== null) throw lossError(this.#loss);
    const fault = this.#faults[0];
    if (fault === undefined) return;
    this.#faults = [];
    throw faultError(fault);
  }
}

/** Our engines say `device-lost` when a mapping fails, and cannot use their buffers any more. */
function isFailedRead(thrown: unknown): boolean {
  if (thrown instanceof TesseraError) return thrown.code === 'device-lost';
  return thrown instanceof DOMException && FAILED_READS.includes(thrown.name);
}

function faultOf(error: GPUError): GpuFault {
  const names: [string, GpuFault['kind']][] = [
    ['GPUOutOfMemoryError', 'out-of-memory'],
    ['GPUValidationError', 'validation'],
  ];
  const kind = names.find(([name]) => error.constructor.name === name)?.[1] ?? 'internal';
  return { kind, message: error.message };
}

function lossError(message: string): TesseraError {
  return new TesseraError(
    'device-lost',
    `the graphics device was lost (${message})`,
    'it is started again; what was drawn is kept',
  );
}

function faultError({ kind, message }: GpuFault): TesseraError {
  if (kind === 'out-of-memory') {
    return new TesseraError(
      'gpu-out-of-memory',
      `the graphics memory was not enough (${firstLine(message)})`,
      'choose a smaller picture, close other pages that use the GPU, or import the model as int8',
    );
  }
  return new TesseraError(
    'gpu-refused',
    `the graphics driver refused a part of the work, so its results are not used (${firstLine(message)})`,
    'try again; if it stays, choose the WASM backend (?backend=wasm) and send the report of the Diagnostics page',
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0].slice(0, 200);
}
