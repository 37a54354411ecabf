import type { Photo } from '../../conditioning/photo.ts';
import {
  type Keypoint,
  limbsOf,
  mirrorPose,
  type Pose,
  resamplePose,
  resampleSkeleton,
} from '../../conditioning/pose.ts';
import type { Point } from '../paint/raster.ts';
import { presetPose, withPlaces } from './posePresets.ts';
import { StepHistory } from './stepHistory.ts';

/** The pose on the canvas. With a picture of a skeleton in place the model sees that, and the joints wait beneath it. */
export interface PoseDrawing extends Pose {
  readonly picture: Photo | null;
}

const MOST_STEPS = 200;

/** The skeleton being posed, with undo. */
export class PoseDocument {
  private current: PoseDrawing;
  private readonly steps = new StepHistory<PoseDrawing>(MOST_STEPS);
  /** What a drag began with. */
  private before: PoseDrawing | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(height: number, width: number) {
    this.current = standing(height, width);
  }

  get drawing(): PoseDrawing {
    return this.current;
  }

  get canUndo(): boolean {
    return this.steps.canUndo;
  }

  get canRedo(): boolean {
    return this.steps.canRedo;
  }

  /** Whether it is the pose that everybody begins with. */
  get isBlank(): boolean {
    return isSamePose(this.current, standing(this.current.height, this.current.width));
  }

  /** @returns how to stop listening */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Another pose or picture, as one step. */
  replace(drawing: PoseDrawing): void {
    this.end();
    if (!isSamePose(drawing, this.current)) this.push(drawing);
  }

  /** What a reload restores, without a step. */
  restore(drawing: PoseDrawing): void {
    this.show(drawing);
  }

  /** A drag of a joint, or of the whole figure, which goes on until `end` or `cancel`. */
  begin(): void {
    this.before ??= this.current;
  }

  /** Puts a joint at a place inside the canvas; one that was missing is there from now on. */
  moveJoint(joint: number, to: Point): void {
    const { height, width, keypoints } = this.current;
    const inside = (place: number, size: number): number => tenths(Math.min(size, Math.max(0, place)));
    const point: Keypoint = [inside(to.x, width), inside(to.y, height), keypoints[joint][2] || 1];
    this.show({ ...this.current, keypoints: keypoints.with(joint, point) });
  }

  /** Moves all of the figure as it was when the drag began, keeping at least its middle on the canvas. */
  moveAll(by: Point): void {
    const { before } = this;
    if (!before) return;
    const { height, width } = before;
    const dx = withinCanvas(
      by.x,
      before.keypoints.map(([x]) => x),
      width,
    );
    const dy = withinCanvas(
      by.y,
      before.keypoints.map(([, y]) => y),
      height,
    );
    const keypoints = before.keypoints.map(([x, y, c]): Keypoint => [tenths(x + dx), tenths(y + dy), c]);
    this.show({ ...before, keypoints });
  }

  /** Ends a drag as one step. */
  end(): void {
    const { before } = this;
    this.before = null;
    if (!before || isSamePose(before, this.current)) return;
    this.steps.keep(before);
    this.show(this.current);
  }

  /** Takes a drag back. */
  cancel(): void {
    const { before } = this;
    this.before = null;
    if (before) this.show(before);
  }

  /** Moves a joint as one step. */
  nudge(joint: number, by: Point): void {
    const [x, y] = this.current.keypoints[joint];
    this.end();
    this.begin();
    this.moveJoint(joint, { x: x + by.x, y: y + by.y });
    this.end();
  }

  /** Leaves a joint out, with the limbs that end there, or takes it back in. */
  toggle(joint: number): void {
    const { keypoints } = this.current;
    const [x, y, c] = keypoints[joint];
    this.replace({ ...this.current, keypoints: keypoints.with(joint, [x, y, c > 0 ? 0 : 1]) });
  }

  /** Nothing for a picture: its colours tell left from right, and a mirror alone would exchange them. */
  mirror(): void {
    const { picture } = this.current;
    if (!picture) this.replace({ ...mirrorPose(this.current), picture });
  }

  clear(): void {
    this.replace(standing(this.current.height, this.current.width));
  }

  resize(height: number, width: number): void {
    if (height === this.current.height && width === this.current.width) return;
    const next = resized(this.current, height, width);
    if (this.isBlank && !this.canUndo && !this.canRedo) this.restore(standing(height, width));
    else this.push(next);
  }

  undo(): void {
    this.end();
    const before = this.steps.undo(this.current);
    if (before) this.show(before);
  }

  redo(): void {
    this.end();
    const after = this.steps.redo(this.current);
    if (after) this.show(after);
  }

  private push(next: PoseDrawing): void {
    this.steps.keep(this.current);
    this.show(next);
  }

  private show(next: PoseDrawing): void {
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}

/** As large as fits on another canvas. */
export function resized(drawing: PoseDrawing, height: number, width: number): PoseDrawing {
  const { picture } = drawing;
  const pose = resamplePose(drawing, height, width);
  return {
    height,
    width,
    keypoints: withPlaces(pose).keypoints,
    picture: picture && resampleSkeleton(picture, height, width),
  };
}

export function isSamePose(a: PoseDrawing, b: PoseDrawing): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  const [p, q] = [a.picture?.rgb, b.picture?.rgb];
  if (p !== q && !(p && q && p.length === q.length && p.every((value, i) => value === q[i]))) return false;
  return a.keypoints.every((point, joint) => point.every((value, i) => value === b.keypoints[joint][i]));
}

/** Whether there is anything that a model could be told. */
export function isPosed(drawing: PoseDrawing): boolean {
  return drawing.picture !== null || limbsOf(drawing).length > 0;
}

function standing(height: number, width: number): PoseDrawing {
  return { ...presetPose('standing', height, width), picture: null };
}

/** A shift that keeps the middle of the places on the canvas. */
function withinCanvas(shift: number, places: readonly number[], size: number): number {
  const middle = (Math.min(...places) + Math.max(...places)) / 2;
  return Math.min(size - middle, Math.max(-middle, shift));
}

/** Tenths of a pixel are finer than anything that is drawn, and short in files. */
function tenths(value: number): number {
  return Math.round(10 * value) / 10;
}
