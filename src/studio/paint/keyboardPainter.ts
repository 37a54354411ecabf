import { ARROW_STEPS } from '../controls/arrowKeys.ts';
import { text } from '../messages/text.ts';
import { toPicture } from './fit.ts';
import type { KeyManner, PaintInput, PaintTarget } from './paintTarget.ts';
import type { Point } from './raster.ts';
import type { StageOverlay } from './stageOverlay.ts';
import type { StageView } from './stageView.ts';
import type { Voice } from './voice.ts';

/** A press of a cursor key goes this far on a picture seen as a whole; closer up, less. */
const STEP = 8;
const LARGE = 4;

interface KeyboardParts {
  readonly canvas: HTMLCanvasElement;
  readonly target: PaintTarget;
  readonly view: StageView;
  readonly overlay: StageOverlay;
  readonly voice: Voice;
  readonly zoom: () => number;
}

/**
 * Painting without a pointer, while the canvas has the focus. Cursor keys move a brush; Space paints for as long as it is
 * held, or sets the points of a shape; Enter does that once, and closes a polygon.
 */
export class KeyboardPainter {
  /** Middle of the pixel that the brush is over; null until keys are first used on this picture. */
  private at: Point | null = null;
  private isShown = false;
  /** A stroke is held down by Space, or a shape has its first point. */
  private isOn = false;
  private readonly events = new AbortController();

  constructor(private readonly parts: KeyboardParts) {
    const { canvas } = parts;
    const { signal } = this.events;
    canvas.addEventListener('keydown', (event) => this.down(event), { signal });
    canvas.addEventListener('keyup', (event) => this.up(event), { signal });
    canvas.addEventListener('focus', () => canvas.matches(':focus-visible') && this.show(), { signal });
    canvas.addEventListener('blur', () => this.leave(), { signal });
    canvas.parentElement?.addEventListener('pointermove', () => this.hide(), { signal });
    canvas.parentElement?.addEventListener('pointerdown', (event) => this.follow(event), { signal });
  }

  stop(): void {
    this.events.abort();
  }

  /** Whether Space and Enter paint at the moment. */
  readonly isInUse = (): boolean => this.isShown;

  private down(event: KeyboardEvent): void {
    const direction = ARROW_STEPS[event.key];
    const isPress = event.key === ' ' || event.key === 'Enter';
    if (event.altKey || event.metaKey || (event.ctrlKey && !direction) || (!direction && !isPress)) return;
    event.preventDefault();
    event.stopPropagation();
    if (direction) this.step(direction, event);
    else if (!event.repeat) this.press(event.key === 'Enter', event.shiftKey);
  }

  private step([right, down]: readonly [number, number], event: KeyboardEvent): void {
    const { target, view, zoom } = this.parts;
    const at = this.place();
    const step = event.ctrlKey ? 1 : Math.max(1, Math.round(STEP / zoom())) * (event.shiftKey ? LARGE : 1);
    const { width, height } = target.size();
    const within = (value: number, most: number) => Math.min(most - 0.5, Math.max(0.5, value));
    this.at = { x: within(at.x + right * step, width), y: within(at.y + down * step, height) };
    view.show(this.at);
    this.show();
    // Shift is the larger step here and not a constraint: cursor keys go straight anyway.
    if (this.isPainting()) target.move(this.at, input(false));
    else target.hover?.(this.at, input(false));
  }

  private press(isEnter: boolean, constrain: boolean): void {
    const { target } = this.parts;
    const at = this.place();
    this.show();
    const manner: KeyManner = target.manner?.() ?? (target.diameter() === null ? 'toggle' : 'hold');
    if (manner === 'corners') {
      if (target.begin(at, input(constrain))) target.end();
      if (isEnter) target.finish?.();
    } else if (manner === 'toggle' && this.isPainting()) {
      target.move(at, input(constrain));
      this.release();
    } else if (!this.isPainting()) {
      this.isOn = target.begin(at, input(constrain));
      if (isEnter && manner === 'hold') this.release();
    }
    this.speak();
  }

  private up(event: KeyboardEvent): void {
    const manner = this.parts.target.manner?.();
    const isHeld = manner === 'hold' || (manner === undefined && this.parts.target.diameter() !== null);
    if (event.key === ' ' && isHeld) this.release();
  }

  private release(): void {
    if (!this.isOn) return;
    this.isOn = false;
    this.parts.target.end();
  }

  /** A shape may have been given up or ended by other means. */
  private isPainting(): boolean {
    this.isOn &&= this.parts.target.isOpen?.() ?? true;
    return this.isOn;
  }

  private leave(): void {
    this.release();
    this.hide();
  }

  /** Keys go on from where a pointer has painted. */
  private follow(event: PointerEvent): void {
    const { x, y } = toPicture(this.parts.view.fit(), event);
    const { width, height } = this.parts.target.size();
    this.hide();
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    this.at = { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 };
  }

  private hide(): void {
    this.isShown = false;
    this.parts.overlay.hide('keys');
  }

  private show(): void {
    this.isShown = true;
    this.parts.overlay.showKeys(this.place());
    this.speak();
  }

  /** Begins in the middle of what is seen, also when the picture has become a smaller one. */
  private place(): Point {
    const { target, view, canvas } = this.parts;
    const { width, height } = target.size();
    if (!this.at || this.at.x > width || this.at.y > height) {
      const fit = view.fit();
      const stage = (canvas.parentElement ?? canvas).getBoundingClientRect();
      const middle = (from: number, length: number, corner: number, most: number) =>
        Math.min(most - 1, Math.max(0, Math.floor((from + length / 2 - corner) / fit.scale))) + 0.5;
      this.at = {
        x: middle(stage.left, stage.width, fit.left, width),
        y: middle(stage.top, stage.height, fit.top, height),
      };
    }
    return this.at;
  }

  private speak(): void {
    const { target, voice } = this.parts;
    voice.say(() => {
      const { x, y } = this.place();
      return text().paint.place(target.describe?.({ x, y }) ?? null, Math.floor(x) + 1, Math.floor(y) + 1);
    });
  }
}

/** A corner counts as hit by keys when it is the same pixel. */
function input(constrain: boolean): PaintInput {
  return { pressure: 1, constrain, reach: 0.75 };
}
