import { toPicture } from './fit.ts';
import type { PaintInput, PaintTarget } from './paintTarget.ts';
import { pressureOf } from './penWidth.ts';
import { type Finger, pinchOf } from './pinch.ts';
import type { StageOverlay } from './stageOverlay.ts';
import type { StageView } from './stageView.ts';

const RIGHT_OR_MORE = 2;
const MIDDLE = 1;

/** A finger that has moved less than this many pixels may still become one of two. */
const SLOP = 5;
/** How near to a corner of a polygon counts as on it, in pixels of the page. */
const REACH = { mouse: 9, touch: 18 };

/** What the pointers on the stage are doing. */
type Gesture =
  | { readonly kind: 'paint'; readonly pointer: number }
  /** A finger is down, and may paint, tap or be joined by another. */
  | { readonly kind: 'wait'; readonly pointer: number; readonly down: PointerEvent }
  | { readonly kind: 'pan'; readonly pointer: number; last: Finger }
  | { readonly kind: 'pinch' };

export interface PainterParts {
  readonly stage: HTMLElement;
  readonly target: PaintTarget;
  readonly view: StageView;
  readonly overlay: StageOverlay;
  /** Whether Space is held to move the picture. */
  readonly hand: () => boolean;
}

/**
 * Strokes, shapes, fills and picks from mouse, pen and one finger; two fingers, the middle button and Space with the mouse
 * move and zoom the picture.
 */
export class PointerPainter {
  private gesture: Gesture | null = null;
  private readonly fingers = new Map<number, Finger>();
  private readonly events = new AbortController();

  constructor(private readonly parts: PainterParts) {
    const { stage, overlay } = parts;
    const { signal } = this.events;
    stage.addEventListener('pointerdown', (event) => this.down(event), { signal });
    stage.addEventListener('pointermove', (event) => this.move(event), { signal });
    stage.addEventListener('pointerup', (event) => this.up(event), { signal });
    stage.addEventListener('pointercancel', (event) => this.lost(event), { signal });
    stage.addEventListener('pointerleave', () => overlay.hide('pointer'), { signal });
    // Wherever the focus is: Escape gives up what is being painted, and then nothing else.
    window.addEventListener('keydown', (event) => this.key(event), { signal, capture: true });
  }

  stop(): void {
    this.events.abort();
    this.parts.target.end();
    if (this.parts.target.isOpen?.()) this.parts.target.finish?.();
  }

  private down(event: PointerEvent): void {
    if (event.pointerType === 'touch') this.fingers.set(event.pointerId, event);
    if (this.fingers.size === 2) {
      // Two fingers move and zoom, so the first one did not mean to paint.
      if (this.gesture?.kind === 'paint') this.takeBack();
      this.gesture = { kind: 'pinch' };
      return;
    }
    if (this.gesture || event.button >= RIGHT_OR_MORE) return;
    if (event.button === MIDDLE || this.parts.hand()) {
      event.preventDefault();
      this.gesture = { kind: 'pan', pointer: event.pointerId, last: event };
      this.capture(event);
    } else if (event.pointerType === 'touch') {
      this.gesture = { kind: 'wait', pointer: event.pointerId, down: event };
      this.capture(event);
    } else this.begin(event);
  }

  private begin(event: PointerEvent): void {
    const isOn = this.parts.target.begin(this.at(event), this.input(event));
    this.gesture = isOn ? { kind: 'paint', pointer: event.pointerId } : null;
    if (isOn) this.capture(event);
  }

  private move(event: PointerEvent): void {
    const { target, overlay } = this.parts;
    if (event.pointerType !== 'touch') overlay.showPointer(event);
    const { gesture } = this;
    if (gesture?.kind === 'pinch') this.pinch(event);
    else if (!gesture) target.hover?.(this.at(event), this.input(event));
    else if (gesture.pointer === event.pointerId) this.follow(gesture, event);
  }

  private follow(gesture: Exclude<Gesture, { kind: 'pinch' }>, event: PointerEvent): void {
    switch (gesture.kind) {
      case 'pan':
        this.pan(event.clientX - gesture.last.clientX, event.clientY - gesture.last.clientY);
        gesture.last = event;
        break;
      case 'wait': {
        const { down } = gesture;
        if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < SLOP) return;
        this.begin(down);
        if (this.gesture?.kind === 'paint') this.paint(event);
        break;
      }
      case 'paint':
        this.paint(event);
    }
  }

  private paint(event: PointerEvent): void {
    // The browser joins moves within a frame; the points in between keep fast curves round.
    const joined = event.getCoalescedEvents?.() ?? [];
    const fit = this.parts.view.fit();
    for (const moved of joined.length > 0 ? joined : [event]) {
      this.parts.target.move(toPicture(fit, moved), this.input(moved, event));
    }
  }

  private pinch(event: PointerEvent): void {
    const before = [...this.fingers.values()];
    if (!this.fingers.has(event.pointerId)) return;
    this.fingers.set(event.pointerId, event);
    const now = [...this.fingers.values()];
    if (before.length < 2 || now.length < 2) return;
    const { factor, right, down, about } = pinchOf([before[0], before[1]], [now[0], now[1]]);
    this.parts.view.zoomAbout(factor, about);
    this.pan(right, down);
  }

  /** What the picture cannot follow moves the page, on which it may fill the screen. */
  private pan(right: number, down: number): void {
    const left = this.parts.view.panBy(right, down);
    if (Math.abs(left.down) > 0.01) window.scrollBy(0, -left.down);
  }

  private up(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    const { gesture } = this;
    if (gesture?.kind === 'pinch') {
      // The last finger of two does not begin to paint.
      if (this.fingers.size === 0) this.gesture = null;
      return;
    }
    if (gesture?.pointer !== event.pointerId) return;
    if (gesture.kind === 'wait') this.begin(gesture.down);
    if (this.gesture?.kind === 'paint') this.parts.target.end();
    this.gesture = null;
  }

  private lost(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    const { gesture } = this;
    if (gesture?.kind === 'pinch' ? this.fingers.size > 0 : gesture?.pointer !== event.pointerId) return;
    if (gesture?.kind === 'paint') this.takeBack();
    this.gesture = null;
  }

  private key(event: KeyboardEvent): void {
    const { target } = this.parts;
    const isOn = this.gesture?.kind === 'paint' || target.isOpen?.() === true;
    if (event.key !== 'Escape' || !isOn || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    event.stopPropagation();
    target.cancel();
    this.gesture = null;
  }

  private takeBack(): void {
    const { target } = this.parts;
    (target.takeBack ?? target.cancel)();
  }

  private at(event: Finger) {
    return toPicture(this.parts.view.fit(), event);
  }

  /** @param held the event that tells the keys, which joined ones may not */
  private input(event: PointerEvent, held: PointerEvent = event): PaintInput {
    const reach = event.pointerType === 'touch' ? REACH.touch : REACH.mouse;
    return {
      pressure: pressureOf(event),
      constrain: held.shiftKey,
      reach: reach / this.parts.view.fit().scale,
    };
  }

  /** Synthetic pointers cannot be captured, and need not be. */
  private capture(event: PointerEvent): void {
    if (event.isTrusted) this.parts.stage.setPointerCapture(event.pointerId);
  }
}
