import { TesseraError } from '../../core/errors.ts';
import type { StudioFeatures } from '../createFeatures.ts';
import type { StudioParts } from '../createParts.ts';
import { linkIn } from '../share/linkHash.ts';
import { tellError } from '../shell/noticeStore.ts';

type PasteParts = Pick<StudioParts, 'notices'> & Pick<StudioFeatures, 'intake' | 'links'>;

export interface Pasted {
  readonly files: readonly File[];
  readonly text: string;
}

/** Opens what was pasted: files, the link of a run, or a run record as text. Anything else is named, nothing is ignored. */
export async function openPasted({ intake, links, notices }: PasteParts, pasted: Pasted): Promise<void> {
  const { files, text } = pasted;
  const link = linkIn(text);
  if (files.length > 0) await intake.open(files);
  else if (link) await links.open(link);
  else if (!(await intake.openText(text))) {
    tellError(
      notices,
      new TesseraError(
        'paste-unknown',
        text.trim() === ''
          ? 'the clipboard holds nothing to open'
          : 'the text on the clipboard is nothing that Tessera opens',
        'copy a picture, a link of Tessera or a run record',
      ),
    );
  }
}

/** Pastes without keys: a phone has none. The browser may ask the person first. */
export async function pasteFromClipboard(parts: PasteParts): Promise<void> {
  let pasted: Pasted;
  try {
    pasted = await readClipboard();
  } catch (cause) {
    const error = new TesseraError(
      'clipboard-closed',
      'the browser did not let the page look at the clipboard',
      'allow the page to use the clipboard, or open a file instead',
      { cause },
    );
    tellError(parts.notices, error);
    return;
  }
  await openPasted(parts, pasted);
}

async function readClipboard(): Promise<Pasted> {
  const files: File[] = [];
  let text = '';
  for (const item of await navigator.clipboard.read()) {
    const type = item.types.find((one) => one.startsWith('image/'));
    if (type) files.push(new File([await item.getType(type)], nameOf(type), { type }));
    else if (item.types.includes('text/plain')) text = await (await item.getType('text/plain')).text();
  }
  return { files, text };
}

/** As browsers name a picture that is pasted by keys. */
function nameOf(type: string): string {
  return `image.${type.slice('image/'.length).replace(/\W.*/, '')}`;
}
