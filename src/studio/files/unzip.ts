import { type Unzipped, unzip, type UnzipFileInfo } from 'fflate';

import { TesseraError } from '../../core/errors.ts';

/** A history of ten thousand runs; more files are no archive of ours. */
const MOST_FILES = 20_000;
const MOST_BYTES = 2 ** 30;

/**
 * The files of a zip. Each is expanded into a buffer of the size that the directory states, and those are summed up
 * before anything is expanded, so that a bomb is refused by what it says and cut off at what it said.
 * @throws TesseraError `zip-too-large`, `zip-damaged`
 */
export async function unzipAtMost(packed: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  let files = 0;
  let bytes = 0;
  // fflate begins to expand a file as soon as it is let through, so the first pass lets none through.
  await unzipped(packed, ({ originalSize, size }) => {
    files++;
    bytes += Math.max(originalSize, size);
    return false;
  });
  if (files > MOST_FILES || bytes > MOST_BYTES) {
    throw new TesseraError(
      'zip-too-large',
      `this zip file expands to more than ${MOST_BYTES / 2 ** 30} GiB or ${MOST_FILES} files`,
      'open the files in it one by one',
    );
  }
  return new Map(Object.entries(await unzipped(packed, () => true)));
}

/** @throws TesseraError `zip-damaged` */
function unzipped(packed: Uint8Array, filter: (file: UnzipFileInfo) => boolean): Promise<Unzipped> {
  return new Promise<Unzipped>((resolve, reject) =>
    unzip(packed, { filter }, (error, data) => (error ? reject(error) : resolve(data))),
  ).catch((cause: unknown) => {
    throw new TesseraError(
      'zip-damaged',
      'this zip file is damaged or cut off',
      'export or download it again',
      {
        cause,
      },
    );
  });
}
