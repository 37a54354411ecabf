import { decodePng } from '../../conditioning/decodePng.ts';
import { type DepthMap, depthFromSamples, resampleDepth } from '../../conditioning/depth.ts';
import { type ConditionDoubt, doubtOf } from '../../conditioning/doubt.ts';
import { edgesFromSamples, resampleEdges } from '../../conditioning/edges.ts';
import type { Photo } from '../../conditioning/photo.ts';
import { type Samples, unpackSamples } from '../../conditioning/samples.ts';
import { TesseraError } from '../../core/errors.ts';
import { isPng } from '../../core/png/chunks.ts';
import type { ConditionKind } from '../../core/settings.ts';
import { text } from '../messages/text.ts';
import { readPng } from '../paint/readPng.ts';
import { readPhoto } from '../reconstruct/readPhoto.ts';
import { tell, tellError } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import { rasterOfDepth } from './depthRaster.ts';
import { poseOfFile } from './poseFile.ts';

type Parts = Pick<StudioParts, 'desk' | 'settings' | 'notices'>;

/** A file as the drawing of the kind in force, at the picture's size. What goes wrong is told, and changes nothing. */
export async function importDrawing(
  parts: Parts,
  kind: ConditionKind,
  files: readonly File[],
): Promise<void> {
  const [file] = files;
  if (!file) return;
  try {
    await place(parts, kind, file);
  } catch (error) {
    tellError(parts.notices, error);
  }
}

async function place({ desk, settings, notices }: Parts, kind: ConditionKind, file: File): Promise<void> {
  const { height, width } = settings.getState();
  const t = text().conditions;
  if (kind === 'depth') {
    const map = await depthOf(file);
    desk.depth.replace(rasterOfDepth(cropDepth(map, height, width)));
    const message = t.depth.imported(file.name, map, { height, width });
    const doubt = doubtOf({ kind, map });
    const advice = doubt ? saidOf(doubt) : '';
    tell(notices, { tone: 'info', code: 'depth-imported', message, advice, lasts: doubt !== null });
    return;
  }
  if (kind === 'edges') {
    const samples = await blackAndWhite(file);
    if (samples) desk.placeEdges(resampleEdges(edgesFromSamples(samples, file.name), height, width));
    else {
      const photo = await readPhoto(file, { height, width });
      desk.findEdges(photo, file.name);
      doubtPhoto(notices, file.name, photo);
    }
    return;
  }
  if (kind === 'pose') {
    const { drawing, reading } = await poseOfFile(file, { height, width });
    desk.pose.replace(drawing);
    const message = t.pose.imported(file.name, reading?.people ?? 0, reading?.isFitted ?? false);
    tell(notices, { tone: 'info', code: 'pose-imported', message, advice: '' });
    return;
  }
  const photo = await readPhoto(file, { height, width });
  desk.lowResolution.replace(photo);
  doubtPhoto(notices, file.name, photo);
}

/** Tells where a picture has nothing of a photo to it, as a map of labels has not. */
function doubtPhoto(notices: Parts['notices'], name: string, photo: Photo): void {
  const doubt = doubtOf({ kind: 'low-resolution', photo });
  if (!doubt) return;
  const message = text().conditions.doubt.photo(name);
  tell(notices, { tone: 'info', code: 'photo-doubtful', message, advice: saidOf(doubt), lasts: true });
}

function saidOf(doubt: ConditionDoubt): string {
  const t = text().conditions.doubt;
  switch (doubt.about) {
    case 'flat-depth':
      return t.flatDepth;
    case 'few-depths':
      return t.fewDepths(doubt.depths);
    case 'flat-photo':
      return t.flatPhoto(doubt.least, doubt.most);
  }
}

/** Decoded raw: a canvas would multiply colours by alpha and destroy floats (reference section 4, D-RIN). */
async function depthOf(file: File): Promise<DepthMap> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isPng(bytes)) return depthFromSamples(unpackSamples(readPng(bytes)), file.name);
  throw new TesseraError(
    'depth-not-png',
    `${file.name} is no PNG, and other formats do not keep depths exactly`,
    'export the depth map as a gray PNG of 8 or 16 bits',
  );
}

/** The samples of a PNG that has no other values than black and white; null for every other picture. */
async function blackAndWhite(file: File): Promise<Samples | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isPng(bytes)) return null;
  const samples = unpackSamples(decodePng(bytes));
  const { data, most, palette, channels } = samples;
  const isPlain = palette
    ? palette.every((colour) => colour.every((value) => value === 0 || value === 255))
    : channels !== 2 && data.every((value) => value === 0 || value === most);
  return isPlain ? samples : null;
}

/** The largest centred part with the picture's aspect, at its size. */
function cropDepth(map: DepthMap, height: number, width: number): DepthMap {
  const scale = Math.min(map.height / height, map.width / width);
  const rows = Math.max(1, Math.round(height * scale));
  const columns = Math.max(1, Math.round(width * scale));
  const top = Math.floor((map.height - rows) / 2);
  const left = Math.floor((map.width - columns) / 2);
  const depth = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * map.width + left;
    depth.set(map.depth.subarray(from, from + columns), row * columns);
  }
  return resampleDepth({ height: rows, width: columns, depth }, height, width);
}
