import { encodeSafetensors } from '../../src/checkpoint/safetensors/writeSafetensors.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';

/** Those tensors of a source that a test wants, as a safetensors file a person might pick. */
export async function checkpointFile(
  name: string,
  source: TensorSource,
  keep: (tensor: string) => boolean = () => true,
): Promise<File> {
  const tensors = [];
  for (const info of source.tensors.values()) {
    if (!keep(info.name)) continue;
    const bytes =
      info.dtype === 'i64'
        ? new Uint8Array(BigInt64Array.from((await source.readIntegers(info.name)).map(BigInt)).buffer)
        : await source.readBytes(info.name);
    tensors.push({ name: info.name, dtype: info.dtype, shape: info.shape, bytes });
  }
  return new File([encodeSafetensors(tensors) as Uint8Array<ArrayBuffer>], name);
}
