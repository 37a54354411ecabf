import { DTYPE_BYTES } from './dtypes.ts';
import type { FolderWriter } from './folderWriter.ts';
import type { ModelFile } from './manifest.ts';
import { encodeSafetensors, headerBytes, type TensorToWrite } from './safetensors/writeSafetensors.ts';
import { sha256Hex } from './verifyFile.ts';

/** A broken transfer costs one file, and nobody needs to hold more than one in memory. */
export const SHARD_BYTES = 32 * 2 ** 20;
/** Room for the length and padding of a header. */
const MARGIN = 64;

/** Packs the tensors of one part into safetensors files of at most SHARD_BYTES each. */
export class ShardWriter {
  readonly files: ModelFile[] = [];
  private pending: TensorToWrite[] = [];
  private pendingBytes = MARGIN;

  constructor(
    private readonly folder: FolderWriter,
    private readonly part: string,
  ) {}

  /** Takes over `tensor.bytes` until the next flush. Larger tensors are split into row blocks. */
  async add(tensor: TensorToWrite): Promise<void> {
    for (const piece of split(tensor)) {
      const bytes = piece.bytes.byteLength + headerBytes(piece);
      if (this.pendingBytes + bytes > SHARD_BYTES) await this.flush();
      this.pending.push(piece);
      this.pendingBytes += bytes;
    }
  }

  async flush(): Promise<void> {
    if (this.pending.length === 0) return;
    const path = `${this.part}-${String(this.files.length + 1).padStart(3, '0')}.safetensors`;
    const bytes = encodeSafetensors(this.pending);
    const sink = await this.folder.create(path);
    try {
      await sink.write(bytes);
    } finally {
      await sink.close();
    }
    this.files.push({ path, bytes: bytes.byteLength, sha256: await sha256Hex(bytes) });
    this.pending = [];
    this.pendingBytes = MARGIN;
  }
}

function split(tensor: TensorToWrite): TensorToWrite[] {
  const room = SHARD_BYTES - MARGIN - headerBytes(tensor) - 32;
  if (tensor.bytes.byteLength <= room) return [tensor];
  const [rows, ...rest] = tensor.shape;
  const rowBytes = rest.reduce((product, size) => product * size, DTYPE_BYTES[tensor.dtype]);
  const each = Math.max(1, Math.floor(room / rowBytes));
  const pieces: TensorToWrite[] = [];
  for (let row = 0; row < rows; row += each) {
    const count = Math.min(each, rows - row);
    pieces.push({
      name: `${tensor.name}.rows.${row}`,
      dtype: tensor.dtype,
      shape: [count, ...rest],
      bytes: tensor.bytes.subarray(row * rowBytes, (row + count) * rowBytes),
    });
  }
  return pieces;
}
