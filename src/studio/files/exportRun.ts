import { strToU8, zip } from 'fflate';

import { isDrawn } from '../condition/documents.ts';
import { drawnPng } from '../condition/drawnPng.ts';
import { TesseraError } from '../../core/errors.ts';
import { ResultSurface } from '../generate/resultSurface.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { tell, tellError } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import { download } from './download.ts';
import { indexedPng } from './indexedPng.ts';
import { packageOf, packStudio } from './runPackage.ts';
import { writeTesseraPng } from './tesseraPng.ts';

type Parts = Pick<StudioParts, 'runs' | 'sessionStore' | 'notices'>;

/** What the Result shows at the end of the run, at the picture's own size. @throws TesseraError `export-failed` */
export async function pictureOf(run: ShownRun, atlas: Atlas | null): Promise<Blob> {
  const canvas = document.createElement('canvas');
  new ResultSurface(canvas).render(run, run.atlas ?? atlas, run.trace.count, false);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob) return blob;
  throw new TesseraError(
    'export-failed',
    'the browser could not write the PNG',
    'close other tabs and try again',
  );
}

/** The picture with its run inside; a run that never ended is a picture alone. */
export async function tesseraPngOf(run: ShownRun, atlas: Atlas | null): Promise<Uint8Array<ArrayBuffer>> {
  const png = new Uint8Array(await (await pictureOf(run, atlas)).arrayBuffer());
  const held = packageOf(run);
  return held ? writeTesseraPng(png, held) : png;
}

export function exportPng(parts: Parts): Promise<void> {
  return exporting(parts, async (run, atlas) => {
    save(await tesseraPngOf(run, atlas), `${nameOf(run)}.png`, 'image/png');
  });
}

export function exportLayout(parts: Parts): Promise<void> {
  return exporting(parts, (run) => {
    const layout = layoutFile(run);
    if (layout) save(layout, `${nameOf(run)}-layout.png`, 'image/png');
  });
}

export function exportDepth(parts: Parts): Promise<void> {
  return exporting(parts, (run) => {
    const drawn = drawnFile(run);
    if (drawn) save(drawn, `${nameOf(run)}-depth.png`, 'image/png');
  });
}

export function exportRecord(parts: Parts): Promise<void> {
  return exporting(parts, (run) => {
    const record = recordFile(run);
    if (record) save(record, `${nameOf(run)}.json`, 'application/json');
  });
}

/** Everything about the run in one file. */
export function exportAll(parts: Parts): Promise<void> {
  return exporting(parts, async (run, atlas) => {
    const name = nameOf(run);
    const layout = layoutFile(run);
    const drawn = drawnFile(run);
    const record = recordFile(run);
    const files = {
      [`${name}.png`]: await tesseraPngOf(run, atlas),
      ...(layout && { [`${name}-layout.png`]: layout }),
      ...(drawn && { [`${name}-${run.condition?.kind}.png`]: drawn }),
      ...(record && { [`${name}.json`]: record }),
    };
    // Level 0: pictures are compressed already.
    const packed = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) =>
      zip(files, { level: 0 }, (error, data) => (error ? reject(error) : resolve(data))),
    );
    save(packed, `${name}.zip`, 'application/zip');
  });
}

/** Puts the picture on the clipboard; browsers keep its pixels and drop what is inside. */
export function copyImage(parts: Parts): Promise<void> {
  return exporting(parts, async (run, atlas) => {
    try {
      // Safari asks for the promise: the press of the button must not be over when the item is made.
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': pictureOf(run, atlas) })]);
    } catch (cause) {
      throw new TesseraError(
        'clipboard-refused',
        'the browser did not let the picture onto the clipboard',
        'allow the page to use the clipboard, or export the PNG',
        { cause },
      );
    }
    tell(parts.notices, {
      tone: 'info',
      code: 'copied',
      message: text().files.copied,
      advice: '',
      brief: true,
    });
  });
}

async function exporting(
  { runs, sessionStore, notices }: Parts,
  perform: (run: ShownRun, atlas: Atlas | null) => Promise<void> | void,
): Promise<void> {
  const { shown } = runs.getState();
  if (!shown) return;
  try {
    await perform(shown, sessionStore.getState().atlas);
  } catch (error) {
    tellError(notices, error);
  }
}

function layoutFile({ layout, labels }: ShownRun): Uint8Array<ArrayBuffer> | null {
  return layout && indexedPng(layout, labels);
}

/** What a run of another kind was drawn from. */
function drawnFile({ condition }: ShownRun): Uint8Array<ArrayBuffer> | null {
  return condition && isDrawn(condition) ? drawnPng(condition) : null;
}

/** RUN.json of the command, with the studio's part beside it. */
function recordFile(run: ShownRun): Uint8Array<ArrayBuffer> | null {
  const held = packageOf(run);
  if (!held) return null;
  const { record, studio } = held;
  return strToU8(JSON.stringify({ ...record, ...(studio && { studio: packStudio(studio) }) }));
}

function save(bytes: Uint8Array<ArrayBuffer>, name: string, type: string): void {
  download(new Blob([bytes], { type }), name);
}

function nameOf({ seed, decoded }: ShownRun): string {
  return `tessera-${seed}-${decoded.width}x${decoded.height}`;
}
