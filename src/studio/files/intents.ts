import { text } from '../messages/text.ts';
import type { LoadedState } from '../session/sessionStore.ts';

/**
 * Something that a photo can become on this page. A condition that draws from photos adds one entry to the list in
 * studio.ts; the dialog shows those that the open model has a use for.
 */
export interface PhotoIntent {
  readonly id: string;
  readonly label: string;
  /** One sentence: what will happen. */
  readonly help: string;
  readonly isOffered: (loaded: LoadedState | null) => boolean;
  /** @throws TesseraError, which is told */
  readonly perform: (photo: ImageBitmap, file: File) => Promise<void> | void;
}

interface PhotoTakers {
  /** Reads the photo's colours as labels. */
  readonly askColours: (name: string, photo: ImageBitmap) => void;
  /** Keeps a part of the photo and lets the rest be drawn. */
  readonly complete: (file: File) => Promise<void>;
  /** Encodes the photo and counts its codes on the Codebook page. */
  readonly count: (file: File) => Promise<void>;
  /** Makes the photo the drawing of a kind, which becomes the one in force. */
  readonly draw: (kind: PhotoKind, file: File) => Promise<void>;
}

const PHOTO_KINDS = ['low-resolution', 'edges', 'depth'] as const;
type PhotoKind = (typeof PHOTO_KINDS)[number];

/** The list of the dialog, in its order. */
export function photoIntents({ askColours, complete, count, draw }: PhotoTakers): readonly PhotoIntent[] {
  const t = text().files.photo;
  return [
    ...PHOTO_KINDS.map((kind) => ({
      id: kind,
      ...t.kinds[kind],
      isOffered: (loaded: LoadedState | null) =>
        loaded?.manifest.conditioning.some((one) => one.kind === kind) ?? false,
      perform: (_: ImageBitmap, file: File) => draw(kind, file),
    })),
    {
      id: 'complete',
      ...text().complete.photo,
      isOffered: (loaded) => Boolean(loaded?.manifest.transformer && loaded.manifest.imageStage),
      perform: (_, file) => complete(file),
    },
    {
      id: 'layout',
      label: t.layout,
      help: t.layoutHelp,
      isOffered: (loaded) =>
        loaded?.manifest.conditioning.some(({ kind }) => kind === 'segmentation') ?? true,
      perform: (photo, file) => askColours(file.name, photo),
    },
    {
      id: 'count',
      ...text().codebook.usage.photo,
      isOffered: (loaded) => {
        const stage = loaded?.manifest.imageStage;
        return stage?.inChannels === 3 && !stage.segmentation;
      },
      perform: (_, file) => count(file),
    },
  ];
}
