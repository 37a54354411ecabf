import { TesseraError } from '../../core/errors.ts';
import type { StudioParts } from '../studio.ts';
import { tellError } from '../shell/noticeStore.ts';
import { ResultSurface } from './resultSurface.ts';

/** Offers a file under a name, as a download. */
function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves what the Result shows at the end of the run, at the picture's own size. */
export async function exportPng({ runs, sessionStore, notices }: StudioParts): Promise<void> {
  const { shown } = runs.getState();
  if (!shown) return;
  const canvas = document.createElement('canvas');
  const surface = new ResultSurface(canvas);
  surface.render(shown, shown.atlas ?? sessionStore.getState().atlas, shown.trace.count, false);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) {
    download(blob, `tessera-${shown.seed}-${canvas.width}x${canvas.height}.png`);
    return;
  }
  tellError(
    notices,
    new TesseraError(
      'export-failed',
      'the browser could not write the PNG',
      'close other tabs and try again',
    ),
  );
}
