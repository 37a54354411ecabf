import type { Manifest } from '../src/checkpoint/manifest.ts';
import { parameterCount } from '../src/checkpoint/modelParts.ts';

/** A model as listed in models/index.json. */
export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  /** Folder of the model relative to the page, with a trailing slash. */
  readonly url: string;
  readonly description: string;
  readonly bytes: number;
  readonly parameters: number;
  readonly kinds: readonly string[];
  readonly license: string;
  /** Name of the picture of all codes, where the model ships one. */
  readonly tiles?: string;
}

export function modelEntry(id: string, json: string): ModelEntry {
  const manifest = JSON.parse(json) as Manifest;
  return {
    id,
    name: manifest.name,
    url: `models/${id}/`,
    description: manifest.description,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    parameters: parameterCount(manifest),
    kinds: manifest.conditioning.map((conditioning) => conditioning.kind),
    license: manifest.license,
    tiles: manifest.tiles,
  };
}
