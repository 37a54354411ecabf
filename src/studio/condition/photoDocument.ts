import { FACTOR, shrink } from '../../conditioning/lowResolution.ts';
import { resizeBicubic } from '../../conditioning/bicubic.ts';
import type { Photo } from '../../conditioning/photo.ts';
import { StepHistory } from './stepHistory.ts';

/** What a low-resolution condition is: a photo shrunk so far that only colours and large shapes are left. */
export interface SmallPhoto {
  /** null until a photo is chosen. */
  readonly small: Photo | null;
  /** Size of the picture that it is enlarged to. */
  readonly height: number;
  readonly width: number;
  readonly factor: number;
}

interface State extends SmallPhoto {
  /** The photo at the picture's size; null when only the small one is known (after a reload). */
  readonly photo: Photo | null;
}

const MOST_STEPS = 30;

/** The photo that a low-resolution condition is made of, with undo. */
export class PhotoDocument {
  private current: State;
  private readonly steps = new StepHistory<State>(MOST_STEPS);
  private readonly listeners = new Set<() => void>();

  constructor(height: number, width: number) {
    this.current = { small: null, photo: null, height, width, factor: FACTOR };
  }

  /** Without the photo itself, so that what is saved and shared holds no more than the model sees. */
  get state(): SmallPhoto {
    const { small, height, width, factor } = this.current;
    return { small, height, width, factor };
  }

  get canUndo(): boolean {
    return this.steps.canUndo;
  }

  get canRedo(): boolean {
    return this.steps.canRedo;
  }

  get isBlank(): boolean {
    return this.current.small === null;
  }

  /** @returns how to stop listening */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes a photo of the picture's size, as one step. */
  replace(photo: Photo): void {
    const { factor } = this.current;
    this.push({ small: shrink(photo, factor), photo, height: photo.height, width: photo.width, factor });
  }

  /** What an earlier visit or a file left, without the photo. */
  put(given: SmallPhoto): void {
    this.push({ ...given, photo: null });
  }

  /** What a reload restores, without a step. */
  restore(given: SmallPhoto): void {
    this.show({ ...given, photo: null });
  }

  clear(): void {
    if (!this.isBlank) this.push({ ...this.current, small: null, photo: null });
  }

  /** Shrinks the photo by another factor. */
  setFactor(factor: number): void {
    const { photo, small, height, width } = this.current;
    if (factor === this.current.factor) return;
    const source = photo ?? (small && resizeBicubic(small, height, width));
    const next = { ...this.current, factor, small: source && shrink(source, factor) };
    if (source) this.push(next);
    else this.show(next);
  }

  resize(height: number, width: number): void {
    const { photo, small, factor } = this.current;
    if (height === this.current.height && width === this.current.width) return;
    if (!small) {
      this.show({ ...this.current, height, width });
      return;
    }
    const larger = photo && resizeBicubic(photo, height, width);
    const next = larger
      ? shrink(larger, factor)
      : resizeBicubic(
          small,
          Math.max(1, Math.floor(height / factor)),
          Math.max(1, Math.floor(width / factor)),
        );
    this.push({ small: next, photo: larger, height, width, factor });
  }

  undo(): void {
    const before = this.steps.undo(this.current);
    if (before) this.show(before);
  }

  redo(): void {
    const after = this.steps.redo(this.current);
    if (after) this.show(after);
  }

  private push(next: State): void {
    this.steps.keep(this.current);
    this.show(next);
  }

  private show(next: State): void {
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}
