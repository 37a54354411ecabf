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
  /** @param name of the file. @throws TesseraError, which is told */
  readonly perform: (photo: ImageBitmap, name: string) => Promise<void> | void;
}

/** The list of the dialog, in its order. */
export function photoIntents(askColours: (name: string, photo: ImageBitmap) => void): readonly PhotoIntent[] {
  const t = text().files.photo;
  return [
    {
      id: 'layout',
      label: t.layout,
      help: t.layoutHelp,
      isOffered: (loaded) =>
        loaded?.manifest.conditioning.some(({ kind }) => kind === 'segmentation') ?? true,
      perform: (photo, name) => askColours(name, photo),
    },
  ];
}
