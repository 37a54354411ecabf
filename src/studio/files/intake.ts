import { createStore } from 'zustand/vanilla';

import { TesseraError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { ConditionKind } from '../../core/settings.ts';
import { importDrawing } from '../condition/importDrawing.ts';
import { kindInForce } from '../generate/runner.ts';
import { text } from '../messages/text.ts';
import { dismissErrors, tell, tellError } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import {
  colourTable,
  type ColourPicture,
  type ColourTable,
  looksPainted,
  matchExactly,
  nearestLabel,
  readColours,
} from './colours.ts';
import type { PhotoIntent } from './intents.ts';
import { openRun, type OpenRunParts } from './openRun.ts';
import { recognise, recogniseJson, type Recognised } from './recognise.ts';

/** What the page asks about a file before anything changes. */
export type IntakeQuestion =
  | {
      readonly kind: 'colours';
      readonly name: string;
      readonly picture: ColourPicture;
      readonly table: ColourTable;
      /** Label id of each main colour. */
      readonly chosen: readonly number[];
    }
  | {
      readonly kind: 'photo';
      readonly file: File;
      readonly photo: ImageBitmap;
      readonly intents: readonly PhotoIntent[];
    };

export interface IntakeOptions {
  readonly parts: OpenRunParts & Pick<StudioParts, 'importer' | 'library'>;
  readonly intents: readonly PhotoIntent[];
  /** Takes the runs of an exported history, or of an exported run, over. */
  readonly openZip: (file: File) => Promise<void>;
}

const MOST_PIXELS = 2 ** 25;

/** Every way in for files: dropped, pasted or picked. Nothing on the page changes before a file is wholly understood. */
export class Intake {
  readonly question = createStore<{ readonly asked: IntakeQuestion | null }>(() => ({ asked: null }));

  constructor(private readonly options: IntakeOptions) {}

  async open(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const { notices } = this.options.parts;
    dismissErrors(notices);
    try {
      const found = await Promise.all(files.map((file) => recognise(file)));
      if (found.some(({ kind }) => kind === 'checkpoint')) this.openCheckpoint(files);
      else await this.openOne(files[0], found[0]);
      if (files.length > 1 && !found.some(({ kind }) => kind === 'checkpoint')) {
        const message = text().files.several(files[0].name, files.length - 1);
        tell(notices, { tone: 'info', code: 'files-left', message, advice: '' });
      }
    } catch (error) {
      tellError(notices, error);
    }
  }

  /** A run record as text, from the clipboard. False when the text is none. */
  async openText(pasted: string): Promise<boolean> {
    if (!/^\s*\{/.test(pasted) || !pasted.includes('"tokens"')) return false;
    try {
      const name = text().files.clipboard;
      await this.openRecognised(name, recogniseJson(new TextEncoder().encode(pasted), name), null);
    } catch (error) {
      tellError(this.options.parts.notices, error);
    }
    return true;
  }

  /** Another label for one of the colours asked about. */
  choose(main: number, label: number): void {
    const { asked } = this.question.getState();
    if (asked?.kind !== 'colours') return;
    this.question.setState({ asked: { ...asked, chosen: asked.chosen.with(main, label) } });
  }

  acceptColours(): void {
    const { asked } = this.question.getState();
    if (asked?.kind !== 'colours') return;
    this.dismiss();
    this.options.parts.importer.place(asked.name, readColours(asked.picture, asked.table, asked.chosen));
  }

  async acceptPhoto(intent: PhotoIntent): Promise<void> {
    const { asked } = this.question.getState();
    if (asked?.kind !== 'photo') return;
    this.dismiss();
    try {
      await intent.perform(asked.photo, asked.file);
    } catch (error) {
      tellError(this.options.parts.notices, error);
    }
  }

  /** Reads a photo's colours as labels. */
  askColours(name: string, photo: ImageBitmap): void {
    const picture = pixelsOf(photo);
    this.askAboutColours(name, picture, colourTable(picture), this.labels());
  }

  dismiss(): void {
    this.question.setState({ asked: null });
  }

  private async openOne(file: File, found: Recognised): Promise<void> {
    if (found.kind === 'zip') await this.options.openZip(file);
    else await this.openRecognised(file.name, found, file);
  }

  private async openRecognised(name: string, found: Recognised, file: File | null): Promise<void> {
    const { parts } = this.options;
    if (found.kind === 'run') {
      const picture = file && found.picture ? await bitmapOf(file) : null;
      showStudio();
      await openRun(parts, found.held, { name, picture });
    } else if (file && found.kind === 'pose') {
      await this.openPose(file);
    } else if (file && found.kind !== 'checkpoint' && found.kind !== 'zip' && this.drawsFromFiles()) {
      // The canvas shows a depth map, edges or a photo: that is what a dropped picture is for.
      showStudio();
      await importDrawing(parts, this.kind(), [file]);
    } else if (found.kind === 'label-map' && file) {
      showStudio();
      await parts.importer.open(file);
    } else if (found.kind === 'picture' && file) {
      showStudio();
      await this.openPicture(file);
    }
  }

  /** Keypoints are only one thing, so the kind follows them where the model has it. @throws TesseraError `pose-no-model` */
  private async openPose(file: File): Promise<void> {
    const { parts } = this.options;
    const t = text().conditions.pose;
    const { loaded } = parts.sessionStore.getState();
    if (!loaded?.manifest.conditioning.some(({ kind }) => kind === 'pose')) {
      throw new TesseraError('pose-no-model', t.noModel, t.noModelAdvice);
    }
    showStudio();
    parts.settings.setState({ kind: 'pose' });
    await importDrawing(parts, 'pose', [file]);
  }

  /** A picture in the palette's own colours is a layout; one of few colours may be; else it is asked what it should be. */
  private async openPicture(file: File): Promise<void> {
    const { sessionStore, importer } = this.options.parts;
    const photo = await bitmapOf(file);
    const picture = pixelsOf(photo);
    const labels = this.labels();
    const layout = matchExactly(picture, labels);
    if (layout) {
      importer.place(file.name, layout);
      return;
    }
    const table = colourTable(picture);
    if (labels.length > 0 && looksPainted(table)) {
      this.askAboutColours(file.name, picture, table, labels);
    } else {
      const { loaded } = sessionStore.getState();
      const intents = this.options.intents.filter((intent) => intent.isOffered(loaded));
      this.question.setState({ asked: { kind: 'photo', file, photo, intents } });
    }
  }

  private askAboutColours(
    name: string,
    picture: ColourPicture,
    table: ColourTable,
    labels: readonly Label[],
  ): void {
    const chosen = table.mains.map(({ rgb }) => nearestLabel(rgb, labels).id);
    this.question.setState({ asked: { kind: 'colours', name, picture, table, chosen } });
  }

  private kind(): ConditionKind {
    const { settings, sessionStore } = this.options.parts;
    return kindInForce(settings.getState(), sessionStore.getState().loaded);
  }

  private drawsFromFiles(): boolean {
    return this.options.parts.desk.documentOf(this.kind()) !== null;
  }

  private labels(): readonly Label[] {
    return this.options.parts.sessionStore.getState().labels;
  }

  private openCheckpoint(files: readonly File[]): void {
    location.hash = '#/library';
    void this.options.parts.library.flow.openFiles(files);
  }
}

function showStudio(): void {
  if (!/^#?\/?$/.test(location.hash)) location.hash = '#/';
}

/** @throws TesseraError `picture-damaged`, `picture-too-large` */
async function bitmapOf(file: File): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(file, {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    throw new TesseraError(
      'picture-damaged',
      `${file.name} cannot be decoded as a picture`,
      'export or download it again, or save it as PNG',
      { cause },
    );
  });
  if (bitmap.width * bitmap.height <= MOST_PIXELS) return bitmap;
  throw new TesseraError(
    'picture-too-large',
    `${file.name} is ${bitmap.width} x ${bitmap.height} pixels`,
    `make it smaller: at most ${MOST_PIXELS / 2 ** 20} million pixels are read`,
  );
}

function pixelsOf(photo: ImageBitmap): ColourPicture {
  const { width, height } = photo;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(photo, 0, 0);
  const rgba = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(width * height * 4);
  return { width, height, rgba };
}
