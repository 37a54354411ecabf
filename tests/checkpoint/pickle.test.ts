import { describe, expect, it } from 'vitest';
import { PickleEnded } from '../../src/checkpoint/pickle/errors.ts';
import { unpickle } from '../../src/checkpoint/pickle/unpickle.ts';
import type { PickleDict, PickleList, PickleTuple, TensorRef } from '../../src/checkpoint/pickle/values.ts';
import { Opaque, PickleGlobal } from '../../src/checkpoint/pickle/values.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { PickleWriter } from './support/pickleWriter.ts';

const read = (write: (pickle: PickleWriter) => void) => {
  const pickle = new PickleWriter();
  write(pickle);
  return unpickle(pickle.end()).value;
};
const bytes = (...values: number[]) => unpickle(Uint8Array.from(values)).value;
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof TesseraError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('pickle values', () => {
  it('reads integers of every width and sign', () => {
    expect(read((p) => p.int(7))).toBe(7);
    expect(read((p) => p.op(0x4d, 0x39, 0x30))).toBe(12345);
    expect(read((p) => p.int(-2))).toBe(-2);
    expect(read((p) => p.long(1n << 40n))).toBe(2 ** 40);
    expect(read((p) => p.op(0x8a, 1, 0xff))).toBe(-1);
    expect(read((p) => p.op(0x8a, 0))).toBe(0);
    expect(read((p) => p.op(0x8b, 2, 0, 0, 0, 0, 1))).toBe(256);
    expect(read((p) => p.long(0x1950a86a20f9469cfc6cn))).toBe(0x1950a86a20f9469cfc6cn);
  });

  it('reads floats, texts, bytes and constants', () => {
    expect(read((p) => p.op(0x47, 0xbf, 0xe8, 0, 0, 0, 0, 0, 0))).toBe(-0.75);
    expect(read((p) => p.text('größe'))).toBe('größe');
    expect(read((p) => p.op(0x8c, 2, 0x68, 0x69))).toBe('hi');
    expect(read((p) => p.op(0x55, 1, 0x61))).toBe('a');
    expect(read((p) => p.op(0x54, 1, 0, 0, 0, 0x61))).toBe('a');
    expect(read((p) => p.op(0x43, 2, 1, 2))).toEqual(Uint8Array.of(1, 2));
    expect([read((p) => p.op(0x4e)), read((p) => p.op(0x88)), read((p) => p.op(0x89))]).toEqual([
      null,
      true,
      false,
    ]);
  });

  it('builds lists, tuples and dicts, whatever the keys are', () => {
    const list = read((p) => p.list(() => p.int(1).int(2))) as PickleList;
    expect(list.items).toEqual([1, 2]);
    expect((bytes(0x80, 2, 0x28, 0x4b, 1, 0x4b, 2, 0x6c, 0x2e) as PickleList).items).toEqual([1, 2]);
    expect((read((p) => p.int(1).int(2).int(3).op(0x87)) as PickleTuple).items).toEqual([1, 2, 3]);
    const dict = read((p) =>
      p.dict(() => p.global('a.b', 'C').int(1).text('__proto__').int(2)),
    ) as PickleDict;
    expect(dict.entries[0]).toEqual([new PickleGlobal('a.b.C'), 1]);
    expect(dict.get('__proto__')).toBe(2);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect((bytes(0x80, 2, 0x28, 0x4b, 1, 0x4b, 2, 0x64, 0x2e) as PickleDict).entries).toEqual([[1, 2]]);
  });

  it('keeps what the memo names, as protocol 2 and 4 write it', () => {
    const two = read((p) => p.text('x').op(0x71, 5).op(0x30).op(0x68, 5)) as string;
    expect(two).toBe('x');
    const four = read((p) => p.op(0x8c, 1, 0x79).op(0x94).op(0x30).op(0x6a, 0, 0, 0, 0));
    expect(four).toBe('y');
  });

  it('follows an OrderedDict through REDUCE, SETITEMS and BUILD', () => {
    const dict = read((p) =>
      p
        .orderedDict(() => p.text('k').int(1))
        .dict(() => undefined)
        .op(0x62),
    ) as PickleDict;
    expect(dict.get('k')).toBe(1);
  });

  it('reads protocol 4 names from the stack', () => {
    expect(read((p) => p.text('pkg.mod').text('Name').op(0x93))).toEqual(new PickleGlobal('pkg.mod.Name'));
  });
});

describe('calls are never executed', () => {
  it('leaves unknown classes and calls opaque', () => {
    const value = read((p) =>
      p
        .global('omegaconf.dictconfig', 'DictConfig')
        .op(0x29, 0x81)
        .dict(() => undefined)
        .op(0x62),
    );
    expect(value).toBeInstanceOf(Opaque);
    expect((value as Opaque).what).toContain('omegaconf.dictconfig.DictConfig');
  });

  it.each([
    ['os', 'system'],
    ['posix', 'system'],
    ['nt', 'system'],
    ['subprocess', 'Popen'],
    ['builtins', 'eval'],
    ['builtins', 'exec'],
    ['__builtin__', 'eval'],
    ['importlib', 'import_module'],
    ['torch.hub', 'load'],
  ])('refuses a file that names %s.%s anywhere', (module, name) => {
    expect(codeOf(() => read((p) => p.global(module, name)))).toBe('pickle-unsafe');
    expect(codeOf(() => read((p) => p.text(module).text(name).op(0x93)))).toBe('pickle-unsafe');
  });

  it('tolerates the harmless names that published checkpoints hold', () => {
    for (const [module, name] of [
      ['builtins', 'set'],
      ['__builtin__', 'getattr'],
      // what range is called in protocol 2
      ['__builtin__', 'xrange'],
      ['builtins', 'Ellipsis'],
      ['numpy.core.multiarray', 'scalar'],
      ['_codecs', 'encode'],
      ['argparse', 'Namespace'],
      ['pytorch_lightning.callbacks.early_stopping', 'EarlyStopping'],
    ]) {
      expect(codeOf(() => read((p) => p.global(module, name)))).toBe('accepted');
    }
  });

  it('treats a tensor with odd arguments as opaque, so that nothing reads it', () => {
    expect(
      read((p) =>
        p
          .global('torch._utils', '_rebuild_tensor_v2')
          .tuple(() => p.int(1))
          .op(0x52),
      ),
    ).toBeInstanceOf(Opaque);
  });

  it('reads a tensor as a record', () => {
    const value = read((p) => {
      p.global('torch._utils', '_rebuild_tensor_v2');
      p.tuple(() => {
        p.tuple(() => p.text('storage').global('torch', 'HalfStorage').text('7').text('cuda:0').int(12)).op(
          0x51,
        );
        p.int(2);
        p.tuple(() => p.int(2).int(3));
        p.tuple(() => p.int(1).int(2));
        p.op(0x89, 0x4e);
      });
      p.op(0x52);
    }) as TensorRef;
    expect(value).toMatchObject({ dtype: 'f16', offset: 2, shape: [2, 3], stride: [1, 2] });
    expect(value.storage).toMatchObject({ key: '7', elements: 12 });
  });
});

describe('damaged pickles', () => {
  it('says when the stream ends early, at every place', () => {
    const whole = new PickleWriter()
      .dict((p) =>
        p
          .text('abc')
          .int(70_000)
          .text('d')
          .long(1n << 50n),
      )
      .end();
    for (let length = 0; length < whole.length; length++) {
      expect(() => unpickle(whole.subarray(0, length))).toThrow(PickleEnded);
    }
  });

  it.each<[string, number[]]>([
    ['an unknown operation', [0x80, 2, 0xff]],
    ['EXT1', [0x80, 2, 0x82, 1]],
    ['INST', [0x80, 2, 0x28, 0x69]],
    ['OBJ', [0x80, 2, 0x28, 0x6f]],
    ['an empty stack', [0x80, 2, 0x2e]],
    ['values left over', [0x80, 2, 0x4e, 0x4e, 0x2e]],
    ['a tuple without a mark', [0x80, 2, 0x4e, 0x74, 0x2e]],
    ['a memo entry that does not exist', [0x80, 2, 0x68, 9, 0x2e]],
    ['an item set on a number', [0x80, 2, 0x4b, 1, 0x4e, 0x4e, 0x73, 0x2e]],
    ['an item set across a mark', [0x80, 2, 0x7d, 0x28, 0x4e, 0x73, 0x2e]],
    ['a key without a value', [0x80, 2, 0x7d, 0x28, 0x4e, 0x75, 0x2e]],
    ['an append to a dict', [0x80, 2, 0x7d, 0x4e, 0x61, 0x2e]],
    ['text that is not UTF-8', [0x80, 2, 0x8c, 1, 0xff, 0x2e]],
    ['a newer protocol', [0x80, 9, 0x4e, 0x2e]],
  ])('refuses %s', (_, stream) => {
    expect(codeOf(() => bytes(...stream))).toBe('pickle-invalid');
  });

  it.each<[string, () => unknown]>([
    ['a text of 4 GB', () => bytes(0x80, 2, 0x58, 0xff, 0xff, 0xff, 0xff)],
    ['an integer of 255 bytes', () => bytes(0x80, 2, 0x8a, 0xff)],
    ['deep nesting', () => unpickle(new Uint8Array(5000).fill(0x28))],
    ['a huge stack', () => unpickle(new Uint8Array(1_100_000).fill(0x4e))],
    [
      'endless operations',
      () => unpickle(Uint8Array.from({ length: 2_100_000 }, (_, i) => (i % 2 === 0 ? 0x4e : 0x30))),
    ],
  ])('stops at %s', (_, run) => {
    expect(codeOf(run)).toBe('pickle-too-large');
  });
});
