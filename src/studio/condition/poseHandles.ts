import { fitInside, toPicture, type Fit } from '../paint/fit.ts';
import type { Point } from '../paint/raster.ts';
import type { PoseDocument } from './poseDocument.ts';

/** Page pixels around a joint within which a pointer takes hold of it: a finger's width. */
const REACH = 24;

interface Held {
  readonly pointer: number;
  /** null: the whole figure. */
  readonly joint: number | null;
  readonly from: Point;
  /** From the pointer to the joint, so that taking hold of it does not move it. */
  readonly off: Point;
}

/** Drags of joints by mouse, pen and touch; beside every joint the whole figure is moved. */
export class PoseHandles {
  private held: Held | null = null;
  private readonly events = new AbortController();

  /** @param onHold called with the joint that is taken hold of */
  constructor(
    private readonly stage: HTMLElement,
    private readonly document: PoseDocument,
    private readonly onHold: (joint: number) => void,
  ) {
    const { signal } = this.events;
    stage.addEventListener('pointerdown', (event) => this.down(event), { signal });
    stage.addEventListener('pointermove', (event) => this.move(event), { signal });
    stage.addEventListener('pointerup', (event) => this.up(event), { signal });
    stage.addEventListener('pointercancel', (event) => this.lost(event), { signal });
  }

  stop(): void {
    this.events.abort();
    this.document.end();
  }

  private fit(): Fit {
    const { width, height } = this.document.drawing;
    return fitInside(this.stage.getBoundingClientRect(), width, height);
  }

  private down(event: PointerEvent): void {
    if (this.held) {
      // Two fingers move and zoom the page, so the first one did not mean to drag.
      this.document.cancel();
      this.held = null;
      return;
    }
    if (event.button !== 0 || !event.isPrimary || this.document.drawing.picture) return;
    const fit = this.fit();
    const from = toPicture(fit, event);
    const joint = this.nearest(from, REACH / fit.scale);
    const [x, y] = joint === null ? [from.x, from.y] : this.document.drawing.keypoints[joint];
    this.held = { pointer: event.pointerId, joint, from, off: { x: x - from.x, y: y - from.y } };
    this.stage.setPointerCapture(event.pointerId);
    this.document.begin();
    if (joint === null) return;
    // The button under the pointer need not be the nearest joint's: that one gets the focus.
    event.preventDefault();
    this.onHold(joint);
  }

  private move(event: PointerEvent): void {
    if (event.pointerId !== this.held?.pointer) return;
    const { joint, from, off } = this.held;
    const { x, y } = toPicture(this.fit(), event);
    if (joint === null) this.document.moveAll({ x: x - from.x, y: y - from.y });
    else this.document.moveJoint(joint, { x: x + off.x, y: y + off.y });
  }

  private up(event: PointerEvent): void {
    if (event.pointerId !== this.held?.pointer) return;
    this.held = null;
    this.document.end();
  }

  private lost(event: PointerEvent): void {
    if (event.pointerId !== this.held?.pointer) return;
    this.held = null;
    this.document.cancel();
  }

  private nearest(at: Point, reach: number): number | null {
    let nearest: number | null = null;
    let least = reach;
    this.document.drawing.keypoints.forEach(([x, y], joint) => {
      const distance = Math.hypot(x - at.x, y - at.y);
      if (distance > least) return;
      least = distance;
      nearest = joint;
    });
    return nearest;
  }
}
