import { createStore } from 'zustand/vanilla';

import { type ErrorReport, reportOf } from '../../core/errors.ts';
import type { Task } from '../../runtime/client.ts';
import type { Pixels } from '../../runtime/pixels.ts';
import type { Session } from '../session/session.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { judge, type Reconstruction } from './judge.ts';
import { readPhoto, type PhotoSize } from './readPhoto.ts';

interface BenchParts {
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
}

interface BenchState {
  /** Hash of the model that made what is shown. */
  readonly hash: string | null;
  readonly longest: number;
  readonly first: Reconstruction | null;
  readonly second: Reconstruction | null;
  readonly working: 'first' | 'second' | null;
  readonly failure: ErrorReport | null;
  /** 0 is the first photo, 1 the second. */
  readonly share: number;
  readonly way: 'quantized' | 'raw';
  readonly blended: Pixels | null;
}

export const LONGEST_SIDES = [256, 384, 512] as const;

/** The slider's own pictures: decoding follows it, one at a time, always the latest place. */
export class ReconstructBench {
  readonly store = createStore<BenchState>(() => ({
    hash: null,
    longest: 256,
    first: null,
    second: null,
    working: null,
    failure: null,
    share: 0.5,
    way: 'quantized',
    blended: null,
  }));
  private readonly files: { first: File | null; second: File | null } = { first: null, second: null };
  private task: Pick<Task<unknown>, 'cancel'> | null = null;
  private turn = 0;
  private isBlending = false;
  private isStale = false;

  constructor(private readonly parts: BenchParts) {}

  /** What another model made is gone; the photos are put through the new one. */
  async follow(): Promise<void> {
    const hash = this.parts.sessionStore.getState().loaded?.hash ?? null;
    if (hash === null || hash === this.store.getState().hash) return;
    this.store.setState({ hash, first: null, second: null, blended: null, failure: null, way: 'quantized' });
    await this.again();
  }

  async resize(longest: number): Promise<void> {
    this.store.setState({ longest });
    await this.again();
  }

  /** Encodes a photo and decodes its tokens. The second is cut to the shape of the first, so that cells meet. */
  async open(which: 'first' | 'second', file: File): Promise<void> {
    this.files[which] = file;
    const { client } = this.parts.session;
    const multiple = this.parts.sessionStore.getState().loaded?.downsampling;
    if (!client || !multiple) return;
    const { longest, first } = this.store.getState();
    const size: PhotoSize = which === 'second' && first ? first.photo : { longest, multiple };
    const turn = ++this.turn;
    this.task?.cancel();
    this.store.setState({ working: which, failure: null });
    try {
      const photo = await readPhoto(file, size);
      const encoding = client.askStage<'encode'>({ about: 'encode', photo });
      this.task = encoding;
      const { grid, latents } = await encoding.result;
      const decoding = client.decode(grid);
      this.task = decoding;
      const pixels = await decoding.result;
      if (turn !== this.turn) return;
      this.store.setState({
        [which]: judge({ name: file.name, photo, grid, latents }, pixels),
        working: null,
      });
    } catch (error) {
      if (turn === this.turn) this.store.setState({ working: null, failure: reportOf(error) });
      return;
    }
    const { second } = this.store.getState();
    if (which === 'first' && this.files.second) await this.open('second', this.files.second);
    else if (second) await this.blend();
  }

  async mix(change: Partial<Pick<BenchState, 'share' | 'way'>>): Promise<void> {
    this.store.setState(change);
    await this.blend();
  }

  private async again(): Promise<void> {
    if (this.files.first) await this.open('first', this.files.first);
  }

  private async blend(): Promise<void> {
    this.isStale = true;
    if (this.isBlending) return;
    this.isBlending = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        const { first, second, share, way } = this.store.getState();
        const { client } = this.parts.session;
        if (!first || !second || !client) break;
        const quantize = way === 'quantized';
        const { pixels } = await client.askStage<'blend'>({
          about: 'blend',
          from: first.latents,
          to: second.latents,
          share,
          quantize,
        }).result;
        this.store.setState({ blended: pixels });
      }
    } catch (error) {
      this.store.setState({ failure: reportOf(error) });
    } finally {
      this.isBlending = false;
    }
  }
}
