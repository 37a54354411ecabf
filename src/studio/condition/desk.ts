import { type CannySettings, type EdgeMap, edgesOf, resampleEdges } from '../../conditioning/edges.ts';
import type { Photo } from '../../conditioning/photo.ts';
import type { ConditionKind } from '../../core/settings.ts';
import type { createSettingsStore } from '../generate/settingsStore.ts';
import { LayoutDocument } from '../paint/layoutDocument.ts';
import { BRUSH, nextBrushSize, type Tool } from '../paint/layoutStore.ts';
import { type ConditionState, createConditionStore } from './conditionStore.ts';
import { DepthDocument } from './depthDocument.ts';
import { resampleRaster } from './depthRaster.ts';
import { type DrawnDocument, edgesOfMap, isSame, mapOfEdges } from './documents.ts';
import { PhotoDocument } from './photoDocument.ts';
import { PoseDocument, resized } from './poseDocument.ts';

/** What undo, redo and clear work on. */
interface Editable {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly isBlank: boolean;
  undo(): void;
  redo(): void;
  clear(): void;
}

type Part = 'depth' | 'edges' | 'lowResolution' | 'pose';

/** One document for each kind of condition that is drawn, so that switching loses nothing. */
export class ConditionDesk {
  readonly store = createConditionStore();
  readonly depth: DepthDocument;
  readonly edges: LayoutDocument;
  readonly lowResolution: PhotoDocument;
  readonly pose: PoseDocument;
  /** What the edges on the canvas were found in, while they are as Canny gave them. */
  private photo: Photo | null = null;
  private placing = false;

  constructor(
    readonly layout: LayoutDocument,
    private readonly settings: ReturnType<typeof createSettingsStore>,
  ) {
    const { height, width } = settings.getState();
    this.depth = new DepthDocument(height, width);
    this.edges = new LayoutDocument(height, width);
    this.lowResolution = new PhotoDocument(height, width);
    this.pose = new PoseDocument(height, width);
    this.depth.onChange((change) => this.reflect('depth', change === null && this.depth.raster));
    this.edges.onChange((change) => {
      if (!this.placing && (change === null || change.right > change.left)) this.forgetPhoto();
      this.reflect('edges', change === null && this.edges.map);
    });
    this.lowResolution.onChange(() => this.reflect('lowResolution', this.lowResolution.state));
    this.pose.onChange(() => this.reflect('pose', this.pose.drawing));
    settings.subscribe((now) => this.resize(now.height, now.width));
  }

  /** The document that is edited under a kind; null for kinds that are only chosen. */
  editable(kind: ConditionKind): Editable | null {
    if (kind === 'segmentation') return this.layout;
    if (kind === 'depth') return this.depth;
    if (kind === 'edges') return this.edges;
    if (kind === 'pose') return this.pose;
    return kind === 'low-resolution' ? this.lowResolution : null;
  }

  /** A copy of what is drawn now; null for kinds that are not drawn here. */
  documentOf(kind: ConditionKind): DrawnDocument | null {
    if (kind === 'depth') {
      const { raster } = this.depth;
      return { kind, map: { ...raster, values: raster.values.slice() } };
    }
    if (kind === 'edges') return { kind, map: edgesOfMap(this.edges.map) };
    if (kind === 'pose') return { kind, drawing: this.pose.drawing };
    return kind === 'low-resolution' ? { kind, photo: this.lowResolution.state } : null;
  }

  /** Whether a drawing is what stands on its canvas. */
  holds(document: DrawnDocument): boolean {
    const now = this.documentOf(document.kind);
    return now !== null && isSame(now, document);
  }

  /** Puts what a run was drawn from onto its canvas, as one step. */
  put(document: DrawnDocument): void {
    const { height, width } = this.settings.getState();
    switch (document.kind) {
      case 'depth':
        this.depth.replace(resampleRaster(document.map, height, width));
        break;
      case 'edges':
        this.edges.replace(mapOfEdges(resampleEdges(document.map, height, width)));
        break;
      case 'low-resolution':
        this.lowResolution.put(document.photo);
        this.lowResolution.resize(height, width);
        break;
      case 'pose':
        this.pose.replace(resized(document.drawing, height, width));
    }
  }

  /** Edges of a photo of the picture's size. */
  findEdges(photo: Photo, name: string): void {
    this.place(() => this.edges.replace(mapOfEdges(edgesOf(photo, this.store.getState().canny))));
    this.photo = photo;
    this.store.setState({ edgesFrom: name });
  }

  placeEdges(map: EdgeMap): void {
    this.edges.replace(mapOfEdges(map));
  }

  /** Finds them again with other settings, in the place of those that the photo gave before. */
  tuneCanny(canny: CannySettings): void {
    this.store.setState({ canny });
    const { photo } = this;
    if (photo) this.place(() => this.edges.restore(mapOfEdges(edgesOf(photo, canny))));
  }

  /** The tool of the kind that answers a tool of the layout, where there is one. */
  chooseTool(kind: ConditionKind, tool: Tool): void {
    if (kind === 'depth' && tool === 'brush') this.store.setState({ depthTool: 'brush' });
    if (kind !== 'edges') return;
    if (tool === 'brush') this.store.setState({ edgeTool: 'pencil' });
    if (tool === 'eraser') this.store.setState({ edgeTool: 'eraser' });
  }

  /** The next larger or smaller brush of the kind. */
  stepBrush(kind: ConditionKind, direction: 1 | -1): void {
    const key = kind === 'depth' ? 'depthSize' : 'edgeSize';
    if (kind !== 'depth' && kind !== 'edges') return;
    this.store.setState((state) => ({ [key]: Math.min(BRUSH.most, nextBrushSize(state[key], direction)) }));
  }

  private place(change: () => void): void {
    this.placing = true;
    change();
    this.placing = false;
  }

  private forgetPhoto(): void {
    this.photo = null;
    if (this.store.getState().edgesFrom !== null) this.store.setState({ edgesFrom: null });
  }

  private resize(height: number, width: number): void {
    this.depth.resize(height, width);
    this.edges.resize(height, width);
    this.lowResolution.resize(height, width);
    this.pose.resize(height, width);
  }

  /** Keeps what the buttons need to know in the store, and the picture's size that of what undo brought back. */
  private reflect(part: Part, size: { readonly height: number; readonly width: number } | false): void {
    const document = this[part];
    const isPainting = 'isPainting' in document && document.isPainting;
    this.store.setState((state): Partial<ConditionState> => {
      const before = state[part];
      const { canUndo, canRedo } = document;
      // Looking for paint reads the whole map, so it waits for the end of a stroke.
      const blank = isPainting ? before.blank && document.isBlank : document.isBlank;
      return { [part]: { blank, canUndo, canRedo, revision: before.revision + 1 } };
    });
    if (!size) return;
    const now = this.settings.getState();
    if (now.height !== size.height || now.width !== size.width) {
      this.settings.setState({ height: size.height, width: size.width });
    }
  }
}
