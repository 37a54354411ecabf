import { TesseraError } from '../../core/errors.ts';
import { HISTORY_INDEX } from '../history/historyZip.ts';
import { unzipAtMost } from './unzip.ts';

const MOST_BYTES = 2 ** 30;

export interface ZipTakers {
  /** Takes an exported history. */
  readonly history: (files: ReadonlyMap<string, Uint8Array>) => Promise<void>;
  /** Opens the one file of an archive that holds everything else. */
  readonly file: (file: File) => Promise<void>;
}

/** Opens an exported history, or the archive of one run. @throws TesseraError `zip-*`, `file-too-large` */
export async function openZip(archive: File, { history, file }: ZipTakers): Promise<void> {
  if (archive.size > MOST_BYTES) {
    throw new TesseraError(
      'file-too-large',
      `${archive.name} is larger than ${MOST_BYTES / 2 ** 30} GiB`,
      'open the files in it one by one',
    );
  }
  const files = await unzipAtMost(new Uint8Array(await archive.arrayBuffer()));
  if (files.has(HISTORY_INDEX)) {
    await history(files);
    return;
  }
  // Of a run's archive the picture holds everything, and the layout beside it has a longer name.
  const pictures = [...files.keys()].filter((name) => /^tessera-.*\.png$/.test(name));
  const [name] = pictures.sort((a, b) => a.length - b.length);
  const picture = name === undefined ? undefined : files.get(name);
  if (!picture) {
    throw new TesseraError(
      'zip-unknown',
      `${archive.name} is no history and no run that Tessera exported`,
      'unpack it and open the files in it',
    );
  }
  await file(new File([picture.slice()], name, { type: 'image/png' }));
}
