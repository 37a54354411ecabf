import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDiskModel } from '../../cli/io/diskFolder.ts';
import { tessera } from '../../cli/tessera.ts';
import { uniform } from '../../src/core/philox.ts';
import type { RunRecord } from '../../src/core/runRecord.ts';
import { type Pose, posePhoto } from '../../src/conditioning/pose.ts';
import { TINY_CONDITIONS, TINY_POSE } from '../tiny/tinyCheckpoint.ts';
import { writeTinyConditionsModel, writeTinyPoseModel } from '../tiny/writeTinyModel.ts';

const SIDE = 256;
const CELLS = 256;

let folder: string;
let model: string;
let poses: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-conditions-'));
  model = await writeTinyConditionsModel(folder);
  poses = await writeTinyPoseModel(folder);
  const text = await readFile(new URL('../fixtures/pose/pictures.json', import.meta.url), 'utf8');
  const [standing, other] = (JSON.parse(text) as { cases: (Pose & { sha256: string })[] }).cases;
  await writeFile(at('standing.json'), JSON.stringify(standing));
  await writeFile(at('standing.png'), encode(picture(3, posePhoto(standing).rgb)));
  const people = [standing, other].map(({ keypoints }) => ({ pose_keypoints_2d: keypoints.flat() }));
  await writeFile(at('openpose.json'), JSON.stringify({ version: 1.3, people }));
  const pixel = (i: number): [number, number] => [i % SIDE, Math.floor(i / SIDE)];
  const gray = <T extends Uint8Array | Uint16Array>(data: T, value: (x: number, y: number) => number): T => {
    for (let i = 0; i < data.length; i++) data[i] = value(...pixel(i));
    return data;
  };
  const ramp = (x: number, y: number): number => Math.floor((y + 40 * Math.sin(x / 40) + 50) / 2);
  const files: [string, Parameters<typeof encode>[0]][] = [
    [
      'layout',
      picture(
        1,
        gray(new Uint8Array(SIDE * SIDE), (x, y) => (x >> 5) % (y < 128 ? 3 : 11)),
      ),
    ],
    ['depth8', picture(1, gray(new Uint8Array(SIDE * SIDE), ramp))],
    [
      'far8',
      picture(
        1,
        gray(new Uint8Array(SIDE * SIDE), (x, y) => 255 - ramp(x, y)),
      ),
    ],
    [
      'depth16',
      {
        ...picture(
          1,
          gray(new Uint16Array(SIDE * SIDE), (x, y) => 257 * ramp(x, y)),
        ),
        depth: 16,
      },
    ],
    [
      'depth-float',
      picture(
        4,
        floats((i) => 12.5 + 3 * ramp(...pixel(i))),
      ),
    ],
    [
      'photo',
      picture(
        3,
        Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => photoByte(i)),
      ),
    ],
    [
      'clear',
      picture(
        4,
        Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => 255 * uniform(9, i, 0)),
      ),
    ],
    [
      'edges',
      picture(
        1,
        gray(new Uint8Array(SIDE * SIDE), (x, y) => (x % 32 === 9 || y === 77 ? 255 : 0)),
      ),
    ],
    [
      'soft',
      picture(
        1,
        gray(new Uint8Array(SIDE * SIDE), (x) => x % 256),
      ),
    ],
  ];
  for (const [name, png] of files) await writeFile(at(`${name}.png`), encode(png));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function picture<T extends Uint8Array | Uint16Array>(channels: number, data: T) {
  return { width: SIDE, height: SIDE, channels, data, depth: 8 as 8 | 16 };
}

function photoByte(i: number): number {
  const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
  return (x - 120) ** 2 + (y - 90) ** 2 < 3600 ? 220 - 40 * (i % 3) : 40 + ((x + 2 * y) % 60);
}

/** Floats as the reference's depth files hold them: four bytes of an RGBA pixel. */
function floats(value: (i: number) => number): Uint8Array {
  return new Uint8Array(Float32Array.from({ length: SIDE * SIDE }, (_, i) => value(i)).buffer);
}

interface Said {
  readonly status: number;
  readonly err: string;
}

function sample(...words: string[]): Promise<Said> {
  return sampleOf(model, ...words);
}

async function sampleOf(name: string, ...words: string[]): Promise<Said> {
  let err = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const quiet = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const all = ['sample', name, '--out', at('a.png'), '--record', at('a.json'), ...words];
  try {
    return { status: await tessera(all.map((word) => word.replace(/^@/, `${folder}/`))), err };
  } finally {
    spy.mockRestore();
    quiet.mockRestore();
  }
}

const records = new Map<string, RunRecord>();

/** The record of a run of the tiny model; the same words give the same run, which is drawn once. */
async function recordOf(...words: string[]): Promise<RunRecord> {
  const known = records.get(words.join(' '));
  if (known) return known;
  const { status, err } = await sample(...words);
  expect(err.match(/^error:.*/m)?.[0] ?? '').toBe('');
  expect(status).toBe(0);
  const record = JSON.parse(await readFile(at('a.json'), 'utf8')) as RunRecord;
  records.set(words.join(' '), record);
  return record;
}

describe('tessera sample --kind', () => {
  it.each([
    ['segmentation', ['--condition', '@layout.png']],
    ['depth', ['--condition', '@depth8.png']],
    ['edges', ['--condition', '@photo.png']],
    ['low-resolution', ['--condition', '@photo.png']],
  ] as const)('draws from a %s file: each cell is told a code of that stage', async (kind, words) => {
    const record = await recordOf('--kind', kind, ...words);
    expect(record.settings.kind).toBe(kind);
    expect(record.condition).toMatchObject({ kind, height: 16, width: 16 });
    expect(new Set(record.condition.tokens).size).toBeGreaterThan(1);
    expect(Math.max(...record.condition.tokens)).toBeLessThan(TINY_CONDITIONS.codes);
    expect(record.stats.tokens).toBe(CELLS);
    expect(Math.max(...record.tokens)).toBeLessThan(64);
  });

  it('tells the stages of different kinds different things about one photo', async () => {
    const edges = await recordOf('--kind', 'edges', '--condition', '@photo.png');
    const low = await recordOf('--kind', 'low-resolution', '--condition', '@photo.png');
    expect(edges.condition.tokens).not.toEqual(low.condition.tokens);
    expect(edges.tokens).not.toEqual(low.tokens);
  });

  it('fills 256 positions with a class, so that the window stays 16 x 16', async () => {
    const record = await recordOf('--class', '3');
    expect(record.condition).toEqual({
      kind: 'class',
      height: 1,
      width: CELLS,
      tokens: new Array<number>(CELLS).fill(3),
    });
    expect(record.grid).toEqual({ height: 16, width: 16 });
    expect(record.stats.positions).toBe(2 * CELLS - 1);
    const other = await recordOf('--class', '4');
    expect(other.tokens).not.toEqual(record.tokens);
  });

  it('needs nothing for coordinates and for no condition', async () => {
    const none = await recordOf('--kind', 'none');
    expect(none.condition.tokens).toEqual(new Array<number>(CELLS).fill(TINY_CONDITIONS.none));
    const coordinates = await recordOf('--kind', 'coordinates');
    expect(coordinates.condition.tokens[0]).toBe(0);
    expect(coordinates.condition.tokens).toEqual(coordinates.condition.tokens.toSorted((a, b) => a - b));
    expect(coordinates.condition.tokens.at(-1)).toBe(TINY_CONDITIONS.coordinates.codes - 1);
  });

  it('reads depth alike from 8 bits, 16 bits and floats, and turns far into near', async () => {
    const tokens = async (...words: string[]) =>
      (await recordOf('--kind', 'depth', '--condition', ...words)).condition.tokens;
    const from8 = await tokens('@depth8.png');
    expect(await tokens('@depth16.png')).toEqual(from8);
    expect(await tokens('@depth-float.png')).toEqual(from8);
    expect(await tokens('@far8.png')).not.toEqual(from8);
    expect(await tokens('@far8.png', '--flip-depth')).toEqual(from8);
  });

  it('takes a map of edges as it is, and lets Canny be tuned', async () => {
    const tokens = async (...words: string[]) =>
      (await recordOf('--kind', 'edges', '--condition', ...words)).condition.tokens;
    const map = await tokens('@edges.png', '--edge-map');
    const said = await sample('--kind', 'edges', '--condition', '@edges.png');
    expect(said.err).toContain('--edge-map takes it as the edges themselves');
    expect(map).not.toEqual((JSON.parse(await readFile(at('a.json'), 'utf8')) as RunRecord).condition.tokens);
    const photo = await tokens('@photo.png');
    expect(await tokens('@photo.png', '--canny-sigma', '2', '--canny-high', '0.2')).toEqual(photo);
    expect(await tokens('@photo.png', '--canny-sigma', '1')).not.toEqual(photo);
  });

  it('resamples each kind of file to the size asked for', async () => {
    for (const [kind, file] of [
      ['depth', '@depth16.png'],
      ['edges', '@photo.png'],
      ['low-resolution', '@photo.png'],
    ]) {
      const record = await recordOf('--kind', kind, '--condition', file, '--size', '320x256', '--greedy');
      expect(record.condition, kind).toMatchObject({ height: 16, width: 20 });
    }
  });

  it('draws from keypoints, and from the skeleton that they are, alike', async () => {
    const record = async (file: string, ...words: string[]): Promise<RunRecord> => {
      const { status, err } = await sampleOf(poses, '--kind', 'pose', '--condition', file, ...words);
      expect(err.match(/^error:.*/m)?.[0] ?? '').toBe('');
      expect(status).toBe(0);
      return JSON.parse(await readFile(at('a.json'), 'utf8')) as RunRecord;
    };
    const keypoints = await record('@standing.json');
    expect(keypoints.settings.kind).toBe('pose');
    expect(keypoints.condition).toMatchObject({ kind: 'pose', height: 16, width: 16 });
    expect(new Set(keypoints.condition.tokens).size).toBeGreaterThan(4);
    expect(Math.max(...keypoints.condition.tokens)).toBeLessThan(TINY_POSE.codes);
    expect(Math.max(...keypoints.tokens)).toBeLessThan(64);
    expect((await record('@standing.png')).tokens).toEqual(keypoints.tokens);
    const fitted = await record('@openpose.json');
    expect(fitted.condition.tokens).not.toEqual(keypoints.condition.tokens);
    expect((await record('@standing.json', '--size', '320x256')).condition).toMatchObject({ width: 20 });
  });

  it('says what it made of keypoints without a size', async () => {
    const { err } = await sampleOf(poses, '--condition', '@openpose.json');
    expect(err).toContain('holds 2 people: the first is taken');
    expect(err).toContain('as large as fits');
  });

  it.each([
    ['a photo as pose', ['--condition', '@photo.png'], 'pose-not-a-skeleton', 1],
    ['edges as pose', ['--condition', '@edges.png'], 'pose-not-a-skeleton', 1],
    ['a run record as pose', ['--kind', 'pose', '--condition', '@a.json'], 'pose-kind', 1],
    ['a pose without its file', ['--kind', 'pose'], 'usage', 2],
    ['a depth for poses', ['--kind', 'depth', '--condition', '@depth8.png'], 'condition-kind', 1],
  ])('refuses %s by name', async (_, words, code, status) => {
    const said = await sampleOf(poses, ...words);
    expect(said.err).toContain(`error: ${code}`);
    expect(said.status).toBe(status);
  });

  it.each([
    ['keypoints as depth', ['--kind', 'depth', '--condition', '@standing.json'], 'not-a-png', 1],
    ['keypoints as photo', ['--kind', 'low-resolution', '--condition', '@standing.json'], 'not-a-picture', 1],
    ['a kind that only poses have', ['--kind', 'pose'], 'condition-kind', 1],
    ['a depth without its file', ['--kind', 'depth'], 'usage', 2],
    ['a class that does not exist', ['--class', '5'], 'class-out-of-range', 1],
    ['a class for another kind', ['--kind', 'none', '--class', '1'], 'usage', 2],
    ['a file for a class', ['--kind', 'class', '--class', '1', '--condition', '@photo.png'], 'usage', 2],
    ['a colour picture as depth', ['--kind', 'depth', '--condition', '@photo.png'], 'depth-not-gray', 1],
    ['a picture with transparency as depth', ['--kind', 'depth', '--condition', '@clear.png'], 'depth-', 1],
    ['a photo as layout', ['--kind', 'segmentation', '--condition', '@photo.png'], 'layout-not-labels', 1],
    [
      'gray lines as edges',
      ['--kind', 'edges', '--edge-map', '--condition', '@soft.png'],
      'edges-not-black-and-white',
      1,
    ],
    [
      'thresholds in the wrong order',
      ['--kind', 'edges', '--condition', '@photo.png', '--canny-low', '0.3'],
      'usage',
      2,
    ],
    ['a flag of another kind', ['--kind', 'edges', '--condition', '@photo.png', '--flip-depth'], 'usage', 2],
    [
      'a factor of nothing',
      ['--kind', 'low-resolution', '--condition', '@photo.png', '--factor', '0'],
      'usage',
      2,
    ],
  ])('refuses %s by name', async (_, words, code, status) => {
    const said = await sample(...words);
    expect(said.err).toContain(`error: ${code}`);
    expect(said.err).toMatch(/error: [^\n]+; [^\n]+/);
    expect(said.status).toBe(status);
  });

  it('keeps the stages apart in the folder', async () => {
    const { manifest } = await openDiskModel(model);
    expect(manifest.conditioning.map(({ kind }) => kind)).toHaveLength(7);
    expect(manifest.conditioning.find(({ kind }) => kind === 'class')?.labels?.[3].name).toBe('class 3');
  });
});
