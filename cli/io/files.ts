import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TesseraError } from '../../src/core/errors.ts';

/** @throws TesseraError `file-not-found` */
export async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new TesseraError('file-not-found', `${path} cannot be read`, 'check the path', { cause });
  });
  return new Uint8Array(bytes);
}

/** Any JSON value. @throws TesseraError `file-not-found`, `json-invalid` */
export async function readJson(path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readBytes(path));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TesseraError('json-invalid', `${path} is not JSON`, 'check the file', { cause });
  }
}

/** Creates the folder where needed. @throws TesseraError `output-unwritable` */
export async function writeBytes(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await writeFile(path, bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TesseraError(
      'output-unwritable',
      `${path} cannot be written (${why})`,
      'check the path, the rights and the free space',
      { cause },
    );
  }
}

/**
 * A folder with all above it. Not Node's recursive mkdir, which never ends where the system denies that the folder above exists
 * although it is there (/proc, some network drives).
 * @throws the system's error
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !existsSync(dirname(path))) {
      await makeFolder(dirname(path));
      await mkdir(path);
    } else if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
