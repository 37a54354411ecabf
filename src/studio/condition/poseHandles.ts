import { toPicture } from '../paint/fit.ts';
import { type Finger, pinchOf } from '../paint/pinch.ts';
import type { Point } from '../paint/raster.ts';
import type { StageView } from '../paint/stageView.ts';
import type { PoseDocument } from './poseDocument.ts';

/** Page pixels around a joint within which a pointer takes hold of it: a finger's width. */
const REACH = 24;

type Held =
  | {
      readonly kind: 'figure';
      readonly pointer: number;
      /** null: the whole figure. */
      readonly joint: number | null;
      readonly from: Point;
      /** From the pointer to the joint, so that taking hold of it does not move it. */
      readonly off: Point;
    }
  | { readonly kind: 'view'; readonly pointer: number; last: Finger };

interface HandlesParts {
  readonly stage: HTMLElement;
  readonly document: PoseDocument;
  readonly view: StageView;
  /** Whether Space is held to move the picture. */
  readonly hand: () => boolean;
  /** Called with the joint that is taken hold of. */
  readonly onHold: (joint: number) => void;
}

/** Drags of joints by mouse, pen and one finger; beside every joint the whole figure is moved. Two fingers zoom. */
export class PoseHandles {
  private held: Held | null = null;
  private readonly fingers = new Map<number, Finger>();
  private readonly events = new AbortController();

  constructor(private readonly parts: HandlesParts) {
    const { stage } = parts;
    const { signal } = this.events;
    stage.addEventListener('pointerdown', (event) => this.down(event), { signal });
    stage.addEventListener('pointermove', (event) => this.move(event), { signal });
    stage.addEventListener('pointerup', (event) => this.up(event), { signal });
    stage.addEventListener('pointercancel', (event) => this.lost(event), { signal });
  }

  stop(): void {
    this.events.abort();
    this.parts.document.end();
  }

  private down(event: PointerEvent): void {
    const { stage, document, view, hand, onHold } = this.parts;
    if (event.pointerType === 'touch') this.fingers.set(event.pointerId, event);
    if (this.held) {
      // Two fingers move and zoom the picture, so the first one did not mean to drag.
      this.letGo();
      return;
    }
    if (event.button !== 0 || !event.isPrimary) return;
    if (hand()) {
      event.preventDefault();
      this.held = { kind: 'view', pointer: event.pointerId, last: event };
      stage.setPointerCapture(event.pointerId);
      return;
    }
    if (document.drawing.picture) return;
    const fit = view.fit();
    const from = toPicture(fit, event);
    const joint = this.nearest(from, REACH / fit.scale);
    const [x, y] = joint === null ? [from.x, from.y] : document.drawing.keypoints[joint];
    const off = { x: x - from.x, y: y - from.y };
    this.held = { kind: 'figure', pointer: event.pointerId, joint, from, off };
    stage.setPointerCapture(event.pointerId);
    document.begin();
    if (joint === null) return;
    // The button under the pointer need not be the nearest joint's: that one gets the focus.
    event.preventDefault();
    onHold(joint);
  }

  private move(event: PointerEvent): void {
    const { document, view } = this.parts;
    if (this.fingers.size > 1) this.pinch(event);
    const { held } = this;
    if (event.pointerId !== held?.pointer) return;
    if (held.kind === 'view') {
      view.panBy(event.clientX - held.last.clientX, event.clientY - held.last.clientY);
      held.last = event;
      return;
    }
    const { joint, from, off } = held;
    const { x, y } = toPicture(view.fit(), event);
    if (joint === null) document.moveAll({ x: x - from.x, y: y - from.y });
    else document.moveJoint(joint, { x: x + off.x, y: y + off.y });
  }

  private pinch(event: PointerEvent): void {
    const before = [...this.fingers.values()];
    if (!this.fingers.has(event.pointerId)) return;
    this.fingers.set(event.pointerId, event);
    const now = [...this.fingers.values()];
    const { factor, right, down, about } = pinchOf([before[0], before[1]], [now[0], now[1]]);
    this.parts.view.zoomAbout(factor, about);
    this.parts.view.panBy(right, down);
  }

  private up(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    if (event.pointerId !== this.held?.pointer) return;
    if (this.held.kind === 'figure') this.parts.document.end();
    this.held = null;
  }

  private lost(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    if (event.pointerId === this.held?.pointer) this.letGo();
  }

  /** Ends a drag as if it had not begun. */
  private letGo(): void {
    if (this.held?.kind === 'figure') this.parts.document.cancel();
    this.held = null;
  }

  private nearest(at: Point, reach: number): number | null {
    let nearest: number | null = null;
    let least = reach;
    this.parts.document.drawing.keypoints.forEach(([x, y], joint) => {
      const distance = Math.hypot(x - at.x, y - at.y);
      if (distance > least) return;
      least = distance;
      nearest = joint;
    });
    return nearest;
  }
}
