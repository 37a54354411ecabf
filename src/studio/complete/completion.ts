import { createStore } from 'zustand/vanilla';

import type { Photo } from '../../conditioning/photo.ts';
import { type ErrorReport, reportOf, TesseraError } from '../../core/errors.ts';
import { EMPTY } from '../../core/grid.ts';
import type { Task } from '../../runtime/client.ts';
import type { RunRequest } from '../generate/runner.ts';
import { readPhoto } from '../reconstruct/readPhoto.ts';
import type { StudioParts } from '../createParts.ts';
import { type KeepMask, keptCount, resampleMask, startMask } from './mask.ts';

type Parts = Pick<StudioParts, 'settings' | 'session' | 'sessionStore'>;

export interface CompletionState {
  /** Name of the photo's file; null while nothing is completed. */
  readonly name: string | null;
  /** At the picture's size. */
  readonly photo: Photo | null;
  readonly mask: KeepMask;
  /** Codes of the photo's cells; null until the model has read it. */
  readonly tokens: Int32Array | null;
  readonly isReading: boolean;
  readonly failure: ErrorReport | null;
  readonly tool: 'keep' | 'draw';
  /** Diameter of the brush, in cells. */
  readonly brush: number;
}

const NOTHING = {
  name: null,
  photo: null,
  tokens: null,
  isReading: false,
  failure: null,
} satisfies Partial<CompletionState>;

/** A photo of which parts are kept, while the rest is drawn: the model reads it into tokens, and runs go on from those. */
export class Completion {
  readonly store = createStore<CompletionState>(() => ({
    ...NOTHING,
    mask: startMask('upper', 16, 16),
    tool: 'draw',
    brush: 3,
  }));
  private file: File | null = null;
  private task: Pick<Task<unknown>, 'cancel'> | null = null;
  private turn = 0;
  /** What the tokens were read for: model and size. */
  private readFor = '';

  constructor(private readonly parts: Parts) {
    parts.settings.subscribe(() => void this.follow());
    parts.sessionStore.subscribe(() => void this.follow());
  }

  async open(file: File): Promise<void> {
    this.file = file;
    this.readFor = '';
    this.store.setState({ ...NOTHING, name: file.name });
    await this.follow();
  }

  close(): void {
    this.file = null;
    this.turn++;
    this.task?.cancel();
    this.store.setState(NOTHING);
  }

  paint(mask: KeepMask): void {
    this.store.setState({ mask });
  }

  /**
   * The request with what is kept of the photo; unchanged while nothing is completed.
   * @throws TesseraError `photo-not-read`, `nothing-to-draw`
   */
  keptIn(request: RunRequest): RunRequest {
    const { name, tokens, mask, failure } = this.store.getState();
    if (name === null) return request;
    if (!tokens || this.readFor !== this.wanted()) {
      throw new TesseraError(
        'photo-not-read',
        failure ? `${name} could not be read` : `the model is still reading ${name}`,
        failure ? 'choose another photo, or let go of this one' : 'wait a moment, then press Generate again',
      );
    }
    if (keptCount(mask) === tokens.length) {
      throw new TesseraError(
        'nothing-to-draw',
        'all of the photo is kept, so there is nothing to draw',
        'paint over what is to be drawn anew',
      );
    }
    const keep = tokens.map((token, cell) => (mask.kept[cell] ? token : EMPTY));
    const kept = new Set([...keep.keys()].filter((cell) => mask.kept[cell] === 1));
    return { ...request, keep, ...(kept.size > 0 && { kept }) };
  }

  private wanted(): string {
    const { width, height } = this.parts.settings.getState();
    return `${this.parts.sessionStore.getState().loaded?.hash ?? ''} ${width}x${height}`;
  }

  /** Reads the photo again when the model or the picture's size is another one. */
  private async follow(): Promise<void> {
    const { file } = this;
    const { client } = this.parts.session;
    const { loaded } = this.parts.sessionStore.getState();
    const wanted = this.wanted();
    if (!file || !client || !loaded || this.readFor === wanted) return;
    this.readFor = wanted;
    const turn = ++this.turn;
    this.task?.cancel();
    this.store.setState({ isReading: true, tokens: null, failure: null });
    try {
      const { width, height } = this.parts.settings.getState();
      const photo = await readPhoto(file, { height, width });
      if (turn !== this.turn) return;
      const rows = height / loaded.downsampling;
      this.store.setState(({ mask }) => ({
        photo,
        mask: resampleMask(mask, rows, width / loaded.downsampling),
      }));
      const reading = client.askStage<'encode'>({ about: 'encode', photo });
      this.task = reading;
      const { grid } = await reading.result;
      if (turn === this.turn) this.store.setState({ tokens: grid.tokens, isReading: false });
    } catch (error) {
      if (turn === this.turn) this.store.setState({ isReading: false, failure: reportOf(error) });
    }
  }
}
