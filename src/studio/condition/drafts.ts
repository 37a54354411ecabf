import { packDocument, unpackDocument } from '../files/packedDocument.ts';
import { readOfTab, writeOfTab } from '../state/storage.ts';
import { edgesOfMap, mapOfEdges } from './documents.ts';
import type { ConditionDesk } from './desk.ts';
import type { PoseDrawing } from './poseDocument.ts';
import { packDepth, packEdges, packPhoto, unpackDepth, unpackEdges, unpackPhoto } from './packing.ts';

const DELAY_MS = 600;
const KEYS = {
  depth: 'tessera.depth',
  edges: 'tessera.edges',
  photo: 'tessera.low-resolution',
  pose: 'tessera.pose',
};
const MOST_PIXELS = 2 ** 24;

/** Brings back what was drawn on an earlier visit. Call it once the picture has its size. */
export function restoreDrafts({ depth, edges, lowResolution, pose }: ConditionDesk): void {
  const { height, width } = depth.raster;
  const fits = (size: Stored | null): size is Stored => size?.height === height && size.width === width;
  const kept = { depth: read(KEYS.depth), edges: read(KEYS.edges), photo: read(KEYS.photo) };
  const depthMap = fits(kept.depth) && unpackDepth(kept.depth.data, height, width);
  if (depthMap) depth.restore(depthMap);
  const edgeMap = fits(kept.edges) && unpackEdges(kept.edges.data, height, width);
  if (edgeMap) edges.restore(mapOfEdges(edgeMap));
  const drawing = readPose();
  if (drawing?.height === height && drawing.width === width) pose.restore(drawing);
  const factor = kept.photo?.factor ?? 0;
  if (!fits(kept.photo) || !(factor >= 1 && factor <= 64)) return;
  const small = unpackPhoto(
    kept.photo.data,
    Math.max(1, Math.floor(height / factor)),
    Math.max(1, Math.floor(width / factor)),
  );
  if (small) lowResolution.restore({ small, height, width, factor });
}

/** Saves each drawing a moment after it changed. A browser without room keeps the last that fitted. */
export function keepDrafts({ depth, edges, lowResolution, pose }: ConditionDesk): void {
  const later = (save: () => void): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const now = () => {
      timer = null;
      save();
    };
    window.addEventListener('pagehide', () => timer && now());
    return () => (timer ??= setTimeout(now, DELAY_MS));
  };
  const saveDepth = later(() => {
    const { height, width } = depth.raster;
    writeOfTab(KEYS.depth, { height, width, data: depth.isBlank ? '' : packDepth(depth.raster) });
  });
  const saveEdges = later(() => {
    const { height, width } = edges.map;
    writeOfTab(KEYS.edges, { height, width, data: packEdges(edgesOfMap(edges.map)) });
  });
  const savePhoto = later(() => {
    const { small, ...size } = lowResolution.state;
    writeOfTab(KEYS.photo, { ...size, data: small ? packPhoto(small) : '' });
  });
  const savePose = later(() => {
    const { drawing } = pose;
    writeOfTab(KEYS.pose, pose.isBlank ? null : packDocument({ kind: 'pose', drawing }));
  });
  depth.onChange(() => depth.isPainting || saveDepth());
  edges.onChange(() => edges.isPainting || saveEdges());
  lowResolution.onChange(savePhoto);
  pose.onChange(savePose);
}

function readPose(): PoseDrawing | null {
  try {
    const document = unpackDocument(readOfTab(KEYS.pose));
    return document.kind === 'pose' ? document.drawing : null;
  } catch {
    return null; // nothing kept, or by a later Tessera
  }
}

interface Stored {
  readonly height: number;
  readonly width: number;
  readonly factor?: number;
  readonly data: string;
}

function read(key: string): Stored | null {
  const stored = readOfTab(key) as Partial<Record<keyof Stored, unknown>> | null;
  if (typeof stored?.data !== 'string' || stored.data === '') return null;
  const { height, width, factor, data } = stored;
  if (!isSide(height) || !isSide(width) || height * width > MOST_PIXELS) return null;
  return { height, width, data, ...(typeof factor === 'number' && { factor }) };
}

function isSide(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
