import { describeManifest } from '../checkpoint/describe.ts';
import type { Manifest } from '../checkpoint/manifest.ts';
import { TesseraError } from '../core/errors.ts';
import { FEATURE_MAPS, knownMemory, type Machine, needsOf, obstaclesOf, WASM_BYTES } from './importNeeds.ts';

/** What computes here; storage is the store's business, which falls back to memory. */
export type Room = Omit<Machine, 'freeBytes'>;

/** The room on a device, or in the page's own memory where there is none. */
export function roomOf(device: GPUDevice | null): Room {
  const { deviceMemory } = globalThis.navigator as { deviceMemory?: number };
  return {
    backend: device ? 'webgpu' : 'wasm',
    memoryBytes: deviceMemory === undefined ? null : deviceMemory * 2 ** 30,
    bindingBytes: device ? device.limits.maxStorageBufferBindingSize : null,
  };
}

/**
 * Before a byte of a model's weights is asked for.
 * @throws TesseraError `model-too-large` with what it needs, what there is, and a way out
 */
export function checkModelFits(manifest: Manifest, room: Room): void {
  const needs = needsOf(describeManifest(manifest), manifest.dtype, 0, room.backend);
  const [obstacle] = obstaclesOf(needs, { ...room, freeBytes: null });
  if (obstacle === undefined) return;
  const [needed, has] = [gigabytes(obstacle.needs), gigabytes(obstacle.has)];
  const what = {
    storage: '',
    buffer: `needs a single buffer of ${needed}, and this graphics device allows ${has}`,
    'address-space': `needs about ${needed} while it runs, and WASM can address ${has}`,
    memory: `needs about ${needed} while it runs, and this machine tells of ${has}`,
  }[obstacle.kind];
  throw new TesseraError('model-too-large', `${manifest.name} ${what}`, wayOut(manifest, room));
}

function wayOut({ dtype }: Manifest, { backend }: Room): string {
  if (backend === 'wasm') return 'use a browser with WebGPU, which keeps weights packed, or a smaller model';
  if (dtype === 'int8') return 'choose a smaller model, or a machine with more graphics memory';
  return 'import its checkpoint again as int8, which takes about a quarter, or choose a smaller model';
}

/**
 * Before a run: weights and one cache as they are kept here, and the decoder's feature maps at the size of the picture,
 * against what WASM can address and the machine tells of. Of the device's buffers our decoder takes as many as the
 * picture needs, and refuses by itself what they cannot hold.
 * @throws TesseraError `picture-too-large` with what it needs, what there is, and a way out
 */
export function checkRunFits(
  manifest: Manifest,
  size: { readonly height: number; readonly width: number },
  { backend, memoryBytes }: Room,
): void {
  const { imageStage, transformer, dtype } = manifest;
  if (!imageStage) return;
  const isWasm = backend === 'wasm';
  const { channels, patch } = imageStage;
  const map = (size.height / patch) * (size.width / patch) * channels * Float32Array.BYTES_PER_ELEMENT;
  const kept = isWasm ? 'f32' : dtype;
  const weights = transformer ? needsOf(describeManifest(manifest), kept, 0, backend).memoryBytes : 0;
  const needed = weights + FEATURE_MAPS * map;
  const memory = knownMemory({ memoryBytes }) ?? Infinity;
  const has = Math.min(memory, isWasm ? WASM_BYTES : Infinity);
  if (needed <= has) return;
  throw new TesseraError(
    'picture-too-large',
    `a picture of ${size.width} x ${size.height} needs about ${gigabytes(needed)} with this model, and ${has === memory ? 'this machine tells of' : 'WASM can address'} ${gigabytes(has)}`,
    isWasm
      ? 'choose a smaller size, or use a browser with WebGPU'
      : 'choose a smaller size, or import the model as int8',
  );
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
