import { isTyping } from '../actions/shortcuts.ts';
import type { StageView } from './stageView.ts';

/** Pixels of a line and of a page for wheels that count in those (DOM `deltaMode`). */
const UNITS = [1, 16, 400];
/** How much a turn of the wheel zooms; one notch is taken for no more than a quarter. */
const WHEEL = { speed: 0.01, most: 24 };

/**
 * The wheel over a stage, and the hand that Space gives to the mouse. As on other drawing boards: Ctrl or Cmd with the wheel
 * (which is also what a trackpad's pinch arrives as) zooms about the pointer. The plain wheel moves a zoomed picture
 * up to its edge; the whole picture lets the page scroll.
 */
export class ViewGestures {
  private isOver = false;
  private isHeld = false;
  private readonly events = new AbortController();

  constructor(
    private readonly stage: HTMLElement,
    private readonly view: StageView,
    /** Whether Space belongs to the brush of the keys at the moment. */
    private readonly keysPaint: () => boolean,
  ) {
    const { signal } = this.events;
    stage.addEventListener('wheel', (event) => this.wheel(event), { signal, passive: false });
    stage.addEventListener('pointerenter', () => this.over(true), { signal });
    stage.addEventListener('pointerleave', () => this.over(false), { signal });
    window.addEventListener('keydown', (event) => this.down(event), { signal, capture: true });
    window.addEventListener('keyup', (event) => event.key === ' ' && this.hold(false), { signal });
    window.addEventListener('blur', () => this.hold(false), { signal });
  }

  readonly hand = (): boolean => this.isHeld;

  stop(): void {
    this.events.abort();
  }

  private over(isOver: boolean): void {
    this.isOver = isOver;
  }

  private wheel(event: WheelEvent): void {
    const unit = UNITS[event.deltaMode] ?? 1;
    const [right, down] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      // Else the browser would zoom the page.
      event.preventDefault();
      const turn = Math.max(-WHEEL.most, Math.min(WHEEL.most, down));
      this.view.zoomAbout(Math.exp(-WHEEL.speed * turn), event);
      return;
    }
    if (!this.view.isZoomed) return;
    const [x, y] = event.shiftKey && right === 0 ? [down, 0] : [right, down];
    const rest = this.view.panBy(-x, -y);
    const moved = Math.abs(rest.right + x) > 0.5 || Math.abs(rest.down + y) > 0.5;
    if (moved) event.preventDefault();
  }

  private down(event: KeyboardEvent): void {
    if (event.key !== ' ' || !this.isOver || this.keysPaint() || isTyping(event.target)) return;
    // A control that was reached by keys keeps its Space; one that was only clicked gives it to the mouse.
    const focused = document.activeElement;
    const isOnStage = focused !== null && this.stage.contains(focused);
    if (focused && !isOnStage && focused !== document.body && focused.matches(':focus-visible')) return;
    if (document.querySelector('dialog[open]')) return;
    event.preventDefault();
    event.stopPropagation();
    this.hold(true);
  }

  private hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    this.stage.toggleAttribute('data-hand', isHeld);
  }
}
