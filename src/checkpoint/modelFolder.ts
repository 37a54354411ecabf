/** Reading a model folder: model.json plus safetensors files, whole or only the parts that are needed. */
import { TesseraError } from '../core/errors.ts';
import { type ByteSource, memoryBytes } from './bytes.ts';
import { DTYPE_BYTES, elementCount, toFloat32, toIntegers } from './dtypes.ts';
import type { Manifest, ModelFile } from './manifest.ts';
import { isConditionDecoder, partOfFile, partOfTensor, tensorsOf } from './modelParts.ts';
import { missingTensor } from './readers.ts';
import { readSafetensors } from './safetensors/readSafetensors.ts';
import type { TensorInfo, TensorSource } from './tensorSource.ts';
import { checkLength, verifyFile } from './verifyFile.ts';

export interface FolderOptions {
  /** Parts to open (`image-decoder`, `transformer`, ...); all by default. */
  readonly parts?: readonly string[];
  /** Compare every file's SHA-256 first; off where the store did it already. Default true. */
  readonly verify?: boolean;
}

/** A tensor as it lies in the files: one piece, or several row blocks when it is larger than a file may be. */
interface Stored extends TensorInfo {
  readonly pieces: { readonly name: string; readonly source: TensorSource }[];
}

/**
 * Tensors under `imageStage.`, `conditioning.<i>.` and `transformer.`. `readFloat32` undoes f16 and int8;
 * `readBytes` gives the stored elements, and `<name>.scale` holds the factors of an int8 tensor's rows.
 * @throws TesseraError `weights-truncated`, `weights-altered`, `safetensors-*`, `tensor-missing`,
 *   `tensor-shape`, and what `fetchFile` throws
 */
export async function openModelFolder(
  manifest: Manifest,
  fetchFile: (file: ModelFile) => Promise<ByteSource | Uint8Array>,
  options: FolderOptions = {},
): Promise<TensorSource> {
  const wanted = (part: string): boolean => options.parts?.includes(part) ?? true;
  const stored = new Map<string, Stored>();
  for (const file of manifest.files) {
    if (!wanted(partOfFile(file.path)) || !file.path.endsWith('.safetensors')) continue;
    const fetched = await fetchFile(file);
    const bytes = fetched instanceof Uint8Array ? memoryBytes(fetched) : fetched;
    checkLength(file, bytes.size);
    if (options.verify ?? true) await verifyFile(file, await bytes.read(0, bytes.size));
    addTensors(stored, await readSafetensors(bytes));
  }
  checkComplete(manifest, stored, wanted);
  return folderSource(stored);
}

/** `x.rows.0`, `x.rows.4096`, ... are row blocks of `x`, in file order. */
function addTensors(stored: Map<string, Stored>, source: TensorSource): void {
  for (const info of source.tensors.values()) {
    const name = info.name.replace(/\.rows\.\d+$/, '');
    const piece = { name: info.name, source };
    const before = stored.get(name);
    if (!before) {
      stored.set(name, { name, shape: info.shape, dtype: info.dtype, pieces: [piece] });
    } else if (before.dtype !== info.dtype || name === info.name) {
      throw new TesseraError('tensor-shape', `${name} is stored twice`, 'convert the model again');
    } else {
      const shape = [before.shape[0] + info.shape[0], ...before.shape.slice(1)];
      stored.set(name, { ...before, shape, pieces: [...before.pieces, piece] });
    }
  }
}

function checkComplete(
  manifest: Manifest,
  stored: Map<string, Stored>,
  wanted: (part: string) => boolean,
): void {
  const parts = new Set(manifest.files.map(({ path }) => partOfFile(path)));
  for (const [name, shape] of tensorsOf(manifest)) {
    const part = partOfTensor(name);
    if (!wanted(part) || (isConditionDecoder(part) && !parts.has(part))) continue;
    const info = stored.get(name);
    if (!info) throw missingTensor(name);
    const rows = info.dtype === 'i8' ? stored.get(`${name}.scale`) : undefined;
    const scaled = info.dtype !== 'i8' || (rows?.dtype === 'f32' && elementCount(rows.shape) === shape[0]);
    if (
      !scaled ||
      info.shape.length !== shape.length ||
      info.shape.some((size, axis) => size !== shape[axis])
    ) {
      throw new TesseraError(
        'tensor-shape',
        `${name} does not fit the architecture in model.json`,
        'convert the model again',
      );
    }
  }
}

function folderSource(stored: ReadonlyMap<string, Stored>): TensorSource {
  const find = (name: string): Stored => {
    const info = stored.get(name);
    if (!info) throw missingTensor(name);
    return info;
  };
  const readBytes = async (name: string): Promise<Uint8Array> => {
    const info = find(name);
    const [first, ...more] = info.pieces;
    if (more.length === 0) return first.source.readBytes(first.name);
    const whole = new Uint8Array(elementCount(info.shape) * DTYPE_BYTES[info.dtype]);
    let at = 0;
    for (const piece of info.pieces) {
      const bytes = await piece.source.readBytes(piece.name);
      whole.set(bytes, at);
      at += bytes.byteLength;
    }
    return whole;
  };
  const readFloat32 = async (name: string): Promise<Float32Array> => {
    const info = find(name);
    const values = toFloat32(await readBytes(name), info.dtype);
    if (info.dtype !== 'i8') return values;
    const scale = await readFloat32(`${name}.scale`);
    const columns = values.length / scale.length;
    for (let i = 0; i < values.length; i++) values[i] *= scale[Math.floor(i / columns)];
    return values;
  };
  return {
    tensors: stored,
    readBytes,
    readFloat32,
    readIntegers: async (name) => toIntegers(await readBytes(name), find(name).dtype, name),
  };
}
