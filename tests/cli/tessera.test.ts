import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tessera } from '../../cli/tessera.ts';
import { uniform } from '../../src/core/philox.ts';
import type { RunRecord } from '../../src/core/runRecord.ts';
import { GOLDENS, haveGoldens } from '../goldenFolder.ts';
import { TINY_LABELS } from '../tiny/tinyCheckpoint.ts';
import { writeTinyModel } from '../tiny/writeTinyModel.ts';

let folder: string;
let model: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-cli-'));
  model = await writeTinyModel(folder);
  await writeFile(
    at('layout.png'),
    grayPng(256, 256, (x, y) => (x >> 5) % (y < 128 ? 3 : TINY_LABELS)),
  );
  const photo = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => 255 * uniform(2, i, 0));
  await writeFile(at('photo.png'), encode({ width: 64, height: 48, channels: 3, data: photo, depth: 8 }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function grayPng(width: number, height: number, value: (x: number, y: number) => number): Uint8Array {
  const data = Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return encode({ width, height, channels: 1, data, depth: 8 });
}

interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function run(...words: string[]): Promise<Said> {
  const said = { out: '', err: '' };
  const listen = (stream: NodeJS.WriteStream, into: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[into] += String(text);
      return true;
    });
  const spies = [listen(process.stdout, 'out'), listen(process.stderr, 'err')];
  try {
    return { status: await tessera(words), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function record(name: string): Promise<RunRecord> {
  return JSON.parse(await readFile(at(name), 'utf8')) as RunRecord;
}

function sampled(...words: string[]): Promise<Said> {
  return run('sample', model, '--condition', at('layout.png'), '--out', at('a.png'), ...words);
}

describe('tessera', () => {
  it('explains itself', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    for (const name of [
      'models',
      'inspect',
      'convert',
      'encode',
      'decode',
      'reconstruct',
      'logits',
      'sample',
    ])
      expect(out).toContain(`  ${name} `);
    expect((await run('sample', '--help')).out).toContain('--keep-rows');
  });

  it.each([
    [[]],
    [['paint']],
    [['sample']],
    [['sample', 'MODEL']],
    [['decode', 'MODEL', 'a.json', 'b.json', '--out', 'c.png']],
    [['encode', 'MODEL', 'a.png', '--out']],
    [['models', '--nonsense']],
    [['sample', 'MODEL', '--out', 'a.png', '--backend', 'abacus']],
  ])('refuses wrong usage with status 2 and one line: %j', async (words) => {
    const { status, err } = await run(...words.map((word) => (word === 'MODEL' ? model : word)));
    expect(status).toBe(2);
    expect(err).toMatch(/^error: usage: [^\n]+; [^\n]+\n$/);
  });

  it('says what went wrong in one line, and where with --verbose', async () => {
    const quiet = await run('decode', at('nowhere'), at('t.json'), '--out', at('x.png'));
    expect(quiet.status).toBe(1);
    expect(quiet.err).toMatch(/^error: model-not-found: [^\n]+\n$/);
    const verbose = await run('decode', at('nowhere'), at('t.json'), '--out', at('x.png'), '--verbose');
    expect(verbose.err).toContain('at openModel');
  });

  it('lists models and inspects a folder as JSON', async () => {
    expect(JSON.parse((await run('models', '--json')).out)).toBeInstanceOf(Array);
    const described = JSON.parse((await run('inspect', model, '--json')).out) as {
      container: string;
      transformer: { layers: number };
    };
    expect(described).toMatchObject({ container: 'model-folder', transformer: { layers: 2 } });
  });
});

describe('tessera encode, decode, reconstruct, logits', () => {
  it('encodes a photo and decodes its tokens', async () => {
    expect((await run('encode', model, at('photo.png'), '--out', at('photo.json'))).status).toBe(0);
    const tokens = JSON.parse(await readFile(at('photo.json'), 'utf8')) as {
      height: number;
      tokens: number[];
    };
    expect(tokens).toMatchObject({ height: 3, width: 4 });
    expect(tokens.tokens).toHaveLength(12);
    expect((await run('decode', model, at('photo.json'), '--out', at('back.png'))).status).toBe(0);
    expect(decode(await readFile(at('back.png')))).toMatchObject({ width: 64, height: 48, channels: 3 });
  });

  it('encodes a layout by the condition stage', async () => {
    const words = ['encode', model, at('layout.png'), '--stage', 'condition', '--out', at('layout.json')];
    expect((await run(...words)).status).toBe(0);
    expect(JSON.parse(await readFile(at('layout.json'), 'utf8'))).toMatchObject({ height: 16, width: 16 });
  });

  it('reconstructs photos and gives figures', async () => {
    const { out } = await run('reconstruct', model, at('photo.png'), '--out', at('rec'), '--json');
    const [row] = JSON.parse(out) as { psnr: number; ssim: number; width: number }[];
    expect(row.width).toBe(64);
    expect(row.psnr).toBeGreaterThan(3);
    expect(row.psnr).toBeLessThan(20);
    expect(Math.abs(row.ssim)).toBeLessThan(0.5);
  });

  it('writes logits as float32', async () => {
    await writeFile(at('seq.json'), JSON.stringify({ height: 1, width: 5, tokens: [1, 2, 3, 4, 5] }));
    expect((await run('logits', model, '--tokens', at('seq.json'), '--out', at('l.f32'))).status).toBe(0);
    expect((await readFile(at('l.f32'))).byteLength).toBe(5 * 96 * 4);
  });

  it.each([
    ['{"height":2,"width":2,"tokens":[1,2,3]}', 'tokens-invalid'],
    ['{"height":1,"width":1,"tokens":[64]}', 'token-out-of-range'],
    ['not JSON', 'json-invalid'],
  ])('refuses tokens %s', async (text, code) => {
    await writeFile(at('bad.json'), text);
    const { status, err } = await run('decode', model, at('bad.json'), '--out', at('bad.png'));
    expect(status).toBe(1);
    expect(err).toContain(`error: ${code}: `);
  });
});

describe('tessera sample', () => {
  it('draws the same picture for the same seed, and records the run', async () => {
    expect((await sampled('--seed', '5', '--record', at('a.json'))).status).toBe(0);
    const first = await readFile(at('a.png'));
    const one = await record('a.json');
    expect(one).toMatchObject({
      version: 1,
      model: { id: 'tiny' },
      grid: { height: 16, width: 16 },
      settings: {
        kind: 'segmentation',
        seed: 5,
        temperature: 1,
        topK: 96,
        topP: 1,
        greedy: false,
        window: 'exact',
      },
      condition: { kind: 'segmentation', height: 16, width: 16 },
      stats: { positions: 511, tokens: 256 },
    });
    await sampled('--seed', '5', '--record', at('b.json'));
    expect((await record('b.json')).tokens).toEqual(one.tokens);
    expect((await readFile(at('a.png'))).equals(first)).toBe(true);
    await sampled('--seed', '6', '--record', at('b.json'));
    expect((await record('b.json')).tokens).not.toEqual(one.tokens);
  });

  it('completes rows and resamples a region, with numbers and logits', async () => {
    await sampled('--seed', '1', '--tokens', at('start.json'));
    const { tokens: start } = JSON.parse(await readFile(at('start.json'), 'utf8')) as { tokens: number[] };
    await sampled('--seed', '2', '--start', at('start.json'), '--keep-rows', '14', '--record', at('k.json'));
    const kept = await record('k.json');
    expect(kept.tokens.slice(0, 14 * 16)).toEqual(start.slice(0, 14 * 16));
    expect(kept.tokens).not.toEqual(start);
    expect(kept.stats.tokens).toBe(32);

    const numbers = Array.from({ length: 16 }, () => new Array<number>(16).fill(0));
    await writeFile(at('u.json'), JSON.stringify(numbers));
    const region = ['--start', at('start.json'), '--region', '3,4,2,5', '--uniforms', at('u.json')];
    await sampled(
      ...region,
      '--record',
      at('r.json'),
      '--logits-at',
      '4,8;3,4',
      '--logits-out',
      at('l.json'),
    );
    const redrawn = await record('r.json');
    const changed = redrawn.tokens.flatMap((token, i) => (token === start[i] ? [] : [i]));
    expect(changed.every((i) => [3, 4].includes(i >> 4) && (i & 15) >= 4 && (i & 15) < 9)).toBe(true);
    const logits = JSON.parse(await readFile(at('l.json'), 'utf8')) as number[][];
    expect(logits.map((row) => row.length)).toEqual([96, 96]);
    // The number 0 takes the lowest id, whatever the rest.
    const lowest = logits[1].findIndex((_, id) => id === redrawn.tokens[3 * 16 + 4]);
    expect(lowest).toBe(0);
  });

  it('resamples the layout to another size and says what it changed', async () => {
    const { status, err } = await sampled(
      '--size',
      '300x260',
      '--top-k',
      '5000',
      '--temperature',
      '-1',
      '--greedy',
    );
    expect(status).toBe(0);
    expect(err).toContain('300 x 260 pixels are not possible: the picture will be 304 x 256');
    expect(err).toContain('resampled to 304 x 256');
    expect(err).toContain('--top-k 5000 is out of range: 96 is used');
    expect(err).toContain('--temperature -1 is out of range: 0.01 is used');
    expect(decode(await readFile(at('a.png')))).toMatchObject({ width: 304, height: 256 });
  });

  it('names label ids that the model does not know, and files that are no layouts', async () => {
    await writeFile(
      at('odd.png'),
      grayPng(256, 256, (x) => (x < 9 ? 77 : x < 20 ? 200 : 0)),
    );
    const odd = await run('sample', model, '--condition', at('odd.png'), '--out', at('x.png'));
    expect(odd.status).toBe(1);
    expect(odd.err).toMatch(/^error: unknown-labels: .*77, 200/m);
    const colour = await run('sample', model, '--condition', at('photo.png'), '--out', at('x.png'));
    expect(colour.err).toContain('error: layout-not-labels: ');
    const text = await run('sample', model, '--condition', at('u.json'), '--out', at('x.png'));
    expect(text.err).toContain('error: not-a-png: ');
  });

  it('reads the indices of a palette PNG as labels', async () => {
    const width = 256;
    const indices = Uint8Array.from({ length: width * width }, (_, i) => ((i % width) >> 5) % 3);
    await writeFile(at('gray.png'), encode({ width, height: width, channels: 1, data: indices, depth: 8 }));
    const palette = [
      [9, 9, 9],
      [200, 0, 0],
      [0, 0, 255],
    ] as [number, number, number][];
    await writeFile(
      at('palette.png'),
      encode({ width, height: width, channels: 1, data: indices, depth: 8, palette }),
    );
    expect(decode(await readFile(at('palette.png'))).palette).toEqual(palette);
    for (const name of ['gray', 'palette']) {
      const words = ['encode', model, at(`${name}.png`), '--stage', 'condition', '--out', at(`${name}.json`)];
      expect((await run(...words)).status).toBe(0);
    }
    expect(await readFile(at('palette.json'), 'utf8')).toBe(await readFile(at('gray.json'), 'utf8'));
  });

  it.each([
    [['--start', 'X'], 'file-not-found', 1],
    [['--keep-rows', '4'], 'usage', 2],
    [['--size', '1e3'], 'usage', 2],
    [['--kind', 'depth'], 'condition-kind', 1],
    [['--uniforms', 'L'], 'uniforms-invalid', 1],
  ])('refuses %j', async (words, code, status) => {
    await writeFile(at('list.json'), '[[0.5]]');
    const said = await sampled(
      ...words.map((word) => (word === 'X' ? at('x') : word === 'L' ? at('list.json') : word)),
    );
    expect(said.err).toContain(`error: ${code}: `);
    expect(said.status).toBe(status);
  });
});

describe.skipIf(!haveGoldens)('tessera convert', () => {
  it('makes a folder that gives logits, and none from a bad file', async () => {
    const checkpoint = join(GOLDENS, 'gpt/gpt.legacy.ckpt');
    const refused = await run('convert', checkpoint, '--out', at('gpt'));
    expect(refused.err).toContain('error: head-count-needed: ');
    expect((await run('convert', checkpoint, '--out', at('gpt'), '--n-head', '4')).status).toBe(0);
    await writeFile(at('ids.json'), '{"height":1,"width":3,"tokens":[1,2,3]}');
    expect((await run('logits', at('gpt'), '--tokens', at('ids.json'), '--out', at('g.f32'))).status).toBe(0);
    expect((await readFile(at('g.f32'))).byteLength).toBe(3 * 40 * 4);
    const again = await run('convert', checkpoint, '--out', at('gpt'), '--n-head', '4');
    expect(again.err).toContain('error: output-exists: ');
  });

  it('takes a stage of labels that stands alone as image or condition stage, and draws with neither', async () => {
    const alone = at('alone');
    expect(
      (await run('convert', join(GOLDENS, 'segvqgan/segvqgan.legacy.ckpt'), '--out', alone)).status,
    ).toBe(0);
    await writeFile(
      at('labels.png'),
      grayPng(32, 24, (x, y) => ((x >> 3) + (y >> 3)) % 11),
    );
    for (const stage of ['image', 'condition']) {
      const words = ['encode', alone, at('labels.png'), '--stage', stage, '--out', at(`${stage}.json`)];
      expect((await run(...words)).err).toBe('');
    }
    expect(await readFile(at('condition.json'), 'utf8')).toBe(await readFile(at('image.json'), 'utf8'));
    expect((await run('sample', alone, '--out', at('x.png'))).err).toContain('error: no-transformer: ');
  });
});
