import { resizeBicubic } from '../../conditioning/bicubic.ts';
import type { EdgeMap } from '../../conditioning/edges.ts';
import { type Photo, rgbaOf } from '../../conditioning/photo.ts';
import { posePhoto } from '../../conditioning/pose.ts';
import type { Rect } from '../paint/raster.ts';
import type { DepthRaster } from './depthRaster.ts';
import type { DrawnDocument } from './documents.ts';
import type { PoseDrawing } from './poseDocument.ts';

/** Depth as gray, near is light. Only the rectangle is converted. */
export function drawDepth(context: CanvasRenderingContext2D, raster: DepthRaster, rect: Rect): void {
  const width = rect.right - rect.left;
  const height = rect.bottom - rect.top;
  if (width <= 0 || height <= 0) return;
  const image = context.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  for (let row = 0; row < height; row++) {
    const from = (rect.top + row) * raster.width + rect.left;
    for (let column = 0; column < width; column++) {
      const gray = raster.values[from + column] >> 8;
      words[row * width + column] = 0xff000000 | (gray * 0x010101);
    }
  }
  context.putImageData(image, rect.left, rect.top);
}

function drawEdges(context: CanvasRenderingContext2D, { height, width, edges }: EdgeMap): void {
  const image = context.createImageData(width, height);
  new Uint32Array(image.data.buffer).set(Uint32Array.from(edges, (edge) => (edge ? 0xffffffff : 0xff000000)));
  context.putImageData(image, 0, 0);
}

export function drawPhoto(context: CanvasRenderingContext2D, photo: Photo): void {
  const image = context.createImageData(photo.width, photo.height);
  image.data.set(rgbaOf(photo));
  context.putImageData(image, 0, 0);
}

/** The skeleton as its stage is shown it. */
export function drawPose(context: CanvasRenderingContext2D, drawing: PoseDrawing): void {
  drawPhoto(context, drawing.picture ?? posePhoto(drawing));
}

/** The condition of a run, as its stage is shown it. The canvas gets its size. */
export function drawDocument(canvas: HTMLCanvasElement, document: DrawnDocument): void {
  const { height, width } = sizeOf(document);
  canvas.height = height;
  canvas.width = width;
  const context = canvas.getContext('2d');
  if (!context) return;
  switch (document.kind) {
    case 'depth':
      drawDepth(context, document.map, { left: 0, top: 0, right: width, bottom: height });
      break;
    case 'edges':
      drawEdges(context, document.map);
      break;
    case 'low-resolution':
      if (document.photo.small) drawPhoto(context, resizeBicubic(document.photo.small, height, width));
      break;
    case 'pose':
      drawPose(context, document.drawing);
  }
}

function sizeOf(document: DrawnDocument): { readonly height: number; readonly width: number } {
  if (document.kind === 'pose') return document.drawing;
  return document.kind === 'low-resolution' ? document.photo : document.map;
}
