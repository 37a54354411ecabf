import { describe, expect, it } from 'vitest';

import { sourceOfFiles, withFiles } from '../../../src/studio/library/pickedFiles.ts';

const file = (name: string) => new File(['x'], name);

describe('sourceOfFiles', () => {
  it('takes the YAML beside a checkpoint', () => {
    const source = sourceOfFiles([file('a.ckpt'), file('A.YAML')]);
    expect(source).toMatchObject({
      kind: 'checkpoint',
      files: [{ name: 'a.ckpt' }],
      config: { name: 'A.YAML' },
    });
  });

  it('knows a model folder by its model.json', () => {
    const files = [file('transformer-001.safetensors'), file('model.json')];
    expect(sourceOfFiles(files)).toEqual({ kind: 'folder', files });
  });

  it('refuses what no checkpoint is in, and two YAML files', () => {
    expect(() => sourceOfFiles([file('a.yaml')])).toThrow(/no checkpoint/);
    expect(() => sourceOfFiles([file('a.ckpt'), file('a.yaml'), file('b.yml')])).toThrow(/two YAML/);
  });
});

describe('withFiles', () => {
  it('adds stages, and puts a new YAML in the place of the old one', () => {
    const source = sourceOfFiles([file('a.ckpt'), file('a.yaml')]);
    expect(withFiles(source, [file('b.ckpt')])).toMatchObject({
      files: [{ name: 'a.ckpt' }, { name: 'b.ckpt' }],
      config: { name: 'a.yaml' },
    });
    expect(withFiles(source, [file('b.yaml')])).toMatchObject({
      files: [{ name: 'a.ckpt' }],
      config: { name: 'b.yaml' },
    });
  });
});
