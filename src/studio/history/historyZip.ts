import { type AsyncZippable, strToU8, zip } from 'fflate';
import * as v from 'valibot';

import { TesseraError } from '../../core/errors.ts';
import type { RunPackage } from '../files/runPackage.ts';
import { readTesseraPng } from '../files/tesseraPng.ts';
import type { HistoryEntry } from './entry.ts';

/** Lists the runs of an exported history; the pictures beside it hold everything else. */
export const HISTORY_INDEX = 'tessera-history.json';

const INDEX = v.object({
  format: v.literal('tessera-history'),
  version: v.number(),
  runs: v.pipe(
    v.array(
      v.object({
        file: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}\.png$/)),
        createdAt: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)),
        starred: v.boolean(),
      }),
    ),
    v.maxLength(20_000),
  ),
});

const VERSION = 1;

/** A run of an archive, read and checked. */
export interface ArchivedRun {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly held: RunPackage;
  readonly createdAt: number;
  readonly starred: boolean;
}

/** @param pictureOf the PNG of a run; null for one that has gone meanwhile, which is left out */
export async function packHistory(
  entries: readonly HistoryEntry[],
  pictureOf: (id: string) => Promise<Uint8Array | null>,
): Promise<Uint8Array<ArrayBuffer>> {
  const files: AsyncZippable = {};
  const runs = [];
  for (const { id, createdAt, starred } of entries) {
    const picture = await pictureOf(id);
    if (!picture) continue;
    const file = `${id}.png`;
    files[file] = picture;
    runs.push({ file, createdAt, starred });
  }
  files[HISTORY_INDEX] = strToU8(JSON.stringify({ format: 'tessera-history', version: VERSION, runs }));
  // Level 0: pictures are compressed already.
  return new Promise((resolve, reject) =>
    zip(files, { level: 0 }, (error, data) => (error ? reject(error) : resolve(data))),
  );
}

/**
 * The runs of an archive. A picture that cannot be read is left out and counted, so that one damaged file does not cost
 * the others.
 * @throws TesseraError `history-invalid`, `history-version`
 */
export function readHistory(files: ReadonlyMap<string, Uint8Array>): {
  readonly runs: readonly ArchivedRun[];
  readonly unreadable: number;
} {
  const index = v.safeParse(INDEX, parse(files.get(HISTORY_INDEX)), { abortEarly: true });
  if (!index.success) throw invalid(index.issues[0].message);
  const { version, runs: listed } = index.output;
  if (version !== VERSION) {
    throw new TesseraError(
      'history-version',
      `this history is of version ${version}, and this Tessera reads version ${VERSION}`,
      'reload the page to get the newest Tessera',
    );
  }
  const runs: ArchivedRun[] = [];
  for (const { file, createdAt, starred } of listed) {
    const png = files.get(file);
    const held = png && readOrNull(png);
    if (held) runs.push({ png: png.slice(), held, createdAt, starred });
  }
  return { runs, unreadable: listed.length - runs.length };
}

function readOrNull(png: Uint8Array): RunPackage | null {
  try {
    return readTesseraPng(png);
  } catch {
    return null;
  }
}

function parse(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw invalid('its list is not sound JSON');
  }
}

function invalid(how: string): TesseraError {
  return new TesseraError(
    'history-invalid',
    `this history cannot be read: ${how}`,
    'use a file that Tessera exported, unchanged',
  );
}
