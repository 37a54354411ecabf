/**
 * Adds a run to those that the page plays before any weights are loaded. Make record and picture with the command first:
 *   npm run -s tessera -- sample landscapes --condition layout.png --seed 7 --out a.png --record a.json
 *   npx tsx scripts/makeRecordedRun.ts mountain-lake --record a.json --image a.png --layout layout.png
 * (--layout takes the file that --condition took, of any kind but a ready edge map; --kept TOP,LEFT,HEIGHT,WIDTH says which cells a
 * completion kept)
 * Writes public/runs/<id>.json, <id>.png, <id>-layout.png, and the index. A run of the same id is replaced.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { decode, encode } from 'fast-png';

import { readDepth, readLabels, readPhoto } from '../cli/io/pictures.ts';
import { readPose } from '../cli/io/pose.ts';
import type { Manifest } from '../src/checkpoint/manifest.ts';
import { resizeBicubic } from '../src/conditioning/bicubic.ts';
import { resampleDepth } from '../src/conditioning/depth.ts';
import { edgesOf } from '../src/conditioning/edges.ts';
import { shrink } from '../src/conditioning/lowResolution.ts';
import { resamplePose, resampleSkeleton } from '../src/conditioning/pose.ts';
import { writeKeypoints } from '../src/conditioning/keypointFile.ts';
import { downsampling } from '../src/core/architecture.ts';
import { resampleLabels } from '../src/core/layout.ts';
import type { RunRecord } from '../src/core/runRecord.ts';
import type { ConditionKind } from '../src/core/settings.ts';
import { windowUnder } from '../src/core/window.ts';
import { rasterOfDepth } from '../src/studio/condition/depthRaster.ts';
import type { RecordedRunEntry } from '../src/studio/replay/recordedRuns.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    record: { type: 'string' },
    image: { type: 'string' },
    layout: { type: 'string' },
    kept: { type: 'string' },
    models: { type: 'string', default: 'models' },
    out: { type: 'string', default: fileURLToPath(new URL('../public/runs', import.meta.url)) },
  },
});
const [id] = positionals;
if (!id || !values.record || !values.image) {
  throw new Error('usage: makeRecordedRun.ts ID --record RUN.json --image A.png [--layout CONDITION.png]');
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** What the run was drawn from, as the page shows it: of a photo only its edges, or the little that the model saw of it. */
async function conditionFile(
  path: string,
  kind: ConditionKind,
  height: number,
  width: number,
): Promise<Uint8Array> {
  switch (kind) {
    case 'segmentation': {
      const { labels } = resampleLabels(await readLabels(path), height, width);
      return encode({ height, width, data: labels, channels: 1, depth: 8 });
    }
    case 'depth': {
      const { values } = rasterOfDepth(resampleDepth(await readDepth(path), height, width));
      return encode({ height, width, data: values, channels: 1, depth: 16 });
    }
    case 'edges': {
      const { edges } = edgesOf(resizeBicubic(await readPhoto(path), height, width));
      return encode({ height, width, data: edges.map((edge) => 255 * edge), channels: 1, depth: 8 });
    }
    case 'low-resolution': {
      const small = shrink(resizeBicubic(await readPhoto(path), height, width));
      return encode({ height: small.height, width: small.width, data: small.rgb, channels: 3, depth: 8 });
    }
    case 'pose': {
      const input = await readPose(path, { canvas: { height, width } });
      if ('pose' in input) {
        return new TextEncoder().encode(writeKeypoints(resamplePose(input.pose, height, width)));
      }
      const { rgb } = resampleSkeleton(input.photo, height, width);
      return encode({ height, width, data: rgb, channels: 3, depth: 8 });
    }
    case 'class':
    case 'coordinates':
    case 'none':
      throw new Error(`a ${kind} condition has no file`);
  }
}

const record = readJson<RunRecord>(values.record);
const manifest = readJson<Manifest>(`${values.models}/${record.model.id}/model.json`);
if (!manifest.imageStage || !manifest.transformer) throw new Error('the model of this run has no two stages');
const side = downsampling(manifest.imageStage);
const picture = decode(readFileSync(values.image));
if (picture.height !== record.grid.height * side || picture.width !== record.grid.width * side) {
  throw new Error(
    `${values.image} is ${picture.width}x${picture.height}, which is not the size of the record`,
  );
}

const condition = manifest.conditioning.find(({ kind }) => kind === record.settings.kind);
const window = windowUnder(manifest.transformer.blockSize, condition?.stage ?? null);
const [top, left, height, width] = (values.kept ?? '').split(',').map(Number);
const entry: RecordedRunEntry = {
  id,
  model: manifest.name,
  record: `${id}.json`,
  image: `${id}.png`,
  // keypoints stay keypoints
  layout: values.layout ? `${id}-layout.${values.layout.endsWith('.json') ? 'json' : 'png'}` : null,
  tiles: `models/${manifest.id}/${manifest.tiles ?? 'codes.png'}`,
  downsampling: side,
  window: window.width,
  ...(values.kept && { kept: { top, left, height, width } }),
};

mkdirSync(values.out, { recursive: true });
writeFileSync(`${values.out}/${entry.record}`, JSON.stringify(record));
writeFileSync(`${values.out}/${entry.image}`, readFileSync(values.image));
if (values.layout && entry.layout) {
  const { kind } = record.settings;
  const layout = await conditionFile(values.layout, kind, picture.height, picture.width);
  writeFileSync(`${values.out}/${entry.layout}`, layout);
}
const indexPath = `${values.out}/index.json`;
const known = existsSync(indexPath) ? readJson<{ runs: RecordedRunEntry[] }>(indexPath).runs : [];
const runs = known.some((run) => run.id === id)
  ? known.map((run) => (run.id === id ? entry : run))
  : [...known, entry];
writeFileSync(indexPath, `${JSON.stringify({ runs }, null, 1)}\n`);
