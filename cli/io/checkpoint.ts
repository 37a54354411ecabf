import { existsSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { inferArchitecture, type InferredModel } from '../../src/checkpoint/infer/inferArchitecture.ts';
import type { InferredStage } from '../../src/checkpoint/infer/inferVqgan.ts';
import { parseReferenceConfig, type ReferenceConfig } from '../../src/checkpoint/infer/referenceConfig.ts';
import { openTensors, type OpenedCheckpoint } from '../../src/checkpoint/openTensors.ts';
import { stageOfCheckpoint, stageOfFolder, type StageRole } from '../../src/checkpoint/supplyStage.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { openDiskModel } from './diskFolder.ts';
import { openFileBytes, type FileBytes } from './fileBytes.ts';
import { readBytes } from './files.ts';
import { modelFolder } from './models.ts';

/** Checkpoint files that stay open while a command reads from them. */
export class OpenCheckpoints {
  private readonly files: FileBytes[] = [];

  /** @throws TesseraError `file-not-found`, `not-a-file`, and those of openTensors */
  async open(path: string): Promise<OpenedCheckpoint> {
    const file = await openFileBytes(path);
    this.files.push(file);
    return openTensors(file);
  }

  async close(): Promise<void> {
    await Promise.all(this.files.splice(0).map((file) => file.close()));
  }
}

/** The reference's YAML; null when no path is given. @throws TesseraError `file-not-found`, `config-invalid` */
export async function readConfig(path: string | undefined): Promise<ReferenceConfig | null> {
  if (path === undefined) return null;
  return parseReferenceConfig(new TextDecoder().decode(await readBytes(path)));
}

/** A stage of another checkpoint, model folder or shipped model. @throws TesseraError `stage-missing` */
export async function openStage(
  files: OpenCheckpoints,
  path: string,
  role: StageRole,
): Promise<InferredStage> {
  const folder = asModelFolder(path);
  if (folder !== null) {
    const { manifest, source } = await openDiskModel(folder);
    return stageOfFolder(manifest, source, role);
  }
  const model: InferredModel = await inferArchitecture((await files.open(path)).source, null);
  return stageOfCheckpoint(model, role);
}

/** The folder that a path or id means; null when it is a file. @throws TesseraError `file-not-found` */
export function asModelFolder(path: string): string | null {
  const folder = modelFolder(path);
  if (existsSync(join(folder, 'model.json'))) return folder;
  if (!existsSync(path)) {
    throw new TesseraError('file-not-found', `there is no file or model "${path}"`, 'check the path');
  }
  return statSync(path).isDirectory() ? path : null;
}

/** Letters of the longest id (checkpoint/manifestSchema.ts). */
const LONGEST_ID = 64;

/** An id from a path: `runs/My Model.ckpt` -> `my-model`. */
export function idOfPath(path: string): string {
  const name = basename(path, extname(path)).toLowerCase();
  const plain = name.replace(/[^a-z0-9.]+/g, '-').replace(/^[-.]+/, '');
  return plain.slice(0, LONGEST_ID).replace(/[-.]+$/, '') || 'model';
}
