import { describe, expect, it } from 'vitest';
import { memoryBytes } from '../../src/checkpoint/bytes.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { readSafetensors } from '../../src/checkpoint/safetensors/readSafetensors.ts';
import { encodeSafetensors } from '../../src/checkpoint/safetensors/writeSafetensors.ts';
import { refused } from './support/expectRefused.ts';
import { concat, uint } from './support/torchWriter.ts';

function file(header: string, dataBytes: number): Uint8Array {
  const encoded = new TextEncoder().encode(header);
  return concat([uint(encoded.length, 8), encoded, new Uint8Array(dataBytes)]);
}
const one = (fields: string, data = 16) => file(`{"a":{${fields}}}`, data);
const SOUND = '"dtype":"F32","shape":[2,2],"data_offsets":[0,16]';

describe('safetensors', () => {
  it('reads back what it writes, widest types first and aligned', async () => {
    const written = encodeSafetensors([
      { name: 'bytes', dtype: 'i8', shape: [3], bytes: Uint8Array.of(1, 2, 255) },
      { name: 'floats', dtype: 'f32', shape: [2, 1], bytes: new Uint8Array(Float32Array.of(1.5, -2).buffer) },
      { name: 'none', dtype: 'f32', shape: [0], bytes: new Uint8Array(0) },
    ]);
    const { source, container } = await openTensors(memoryBytes(written));
    expect(container).toBe('safetensors');
    expect([...source.tensors.keys()]).toEqual(['floats', 'none', 'bytes']);
    expect(Array.from(await source.readFloat32('floats'))).toEqual([1.5, -2]);
    expect(await source.readIntegers('bytes')).toEqual([1, 2, -1]);
    expect(new DataView(written.buffer).getUint32(0, true) % 8).toBe(0);
  });

  it('accepts metadata and entries in any order', async () => {
    const header =
      '{"__metadata__":{"format":"pt"},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}  ';
    const source = await readSafetensors(memoryBytes(file(header, 6)));
    expect([...source.tensors.keys()]).toEqual(['a', 'b']);
  });

  it.each<[string, Uint8Array]>([
    ['a hole before the first tensor', one('"dtype":"F32","shape":[2],"data_offsets":[8,16]')],
    ['bytes after the last tensor', one(SOUND, 20)],
    ['a shape that the length contradicts', one('"dtype":"F32","shape":[3],"data_offsets":[0,16]')],
    [
      'a product that wraps to zero',
      one('"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]', 0),
    ],
    ['a negative size', one('"dtype":"F32","shape":[-4,-1],"data_offsets":[0,16]')],
    ['a fraction', one('"dtype":"F32","shape":[4.5],"data_offsets":[0,18]', 18)],
    ['offsets backwards', one('"dtype":"F32","shape":[4],"data_offsets":[16,0]')],
    ['an unsafe integer', one('"dtype":"U8","shape":[9007199254740993],"data_offsets":[0,9007199254740993]')],
    ['an unknown type', one('"dtype":"F8_E4M3","shape":[16],"data_offsets":[0,16]')],
    ['a missing field', one('"dtype":"F32","shape":[4]')],
    ['an unknown field', one(`${SOUND},"url":"x"`)],
    ['a duplicate tensor', file(`{"a":{${SOUND}},"a":{${SOUND}}}`, 16)],
    ['a duplicate field', one(`${SOUND},"dtype":"F32"`)],
    ['broken JSON', file('{"a":', 16)],
    ['an array for a header', file('[]      ', 0)],
    ['text that is not UTF-8', concat([uint(3, 8), Uint8Array.of(0x7b, 0xff, 0x7d)])],
    ['60,000 tensors', file(`{${Array.from({ length: 60_000 }, (_, i) => `"${i}":{}`).join()}}`, 0)],
    ['deep nesting', file(`{"a":${'['.repeat(5000)}`, 0)],
    ['an overlap', file(`{"a":{${SOUND}},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}`, 16)],
  ])('refuses %s', async (_, bytes) => {
    await refused(readSafetensors(memoryBytes(bytes)), 'safetensors-invalid');
  });

  it('names both tensors of an overlap', async () => {
    const bytes = file(`{"first":{${SOUND}},"second":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}`, 16);
    const error = await refused(readSafetensors(memoryBytes(bytes)), 'safetensors-invalid');
    expect(error.message).toMatch(/first.*second/);
  });

  it('says that a short file is incomplete', async () => {
    await refused(readSafetensors(memoryBytes(one(SOUND, 12))), 'safetensors-truncated');
    await refused(readSafetensors(memoryBytes(uint(1000, 8))), 'safetensors-truncated');
    await refused(readSafetensors(memoryBytes(new Uint8Array(5))), 'safetensors-truncated');
    await refused(
      readSafetensors(memoryBytes(concat([uint(2 ** 40, 8), new Uint8Array(8)]))),
      'safetensors-invalid',
    );
  });

  it('keeps a tensor called __proto__ apart from prototypes', async () => {
    const source = await readSafetensors(memoryBytes(file(`{"__proto__":{${SOUND}}}`, 16)));
    expect([...source.tensors.keys()]).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });
});
