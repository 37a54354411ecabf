import { flipDepth } from '../../src/conditioning/depth.ts';
import { type ConditionDoubt, doubtOf } from '../../src/conditioning/doubt.ts';
import type { CannySettings } from '../../src/conditioning/edges.ts';
import type { ConditionInput } from '../../src/conditioning/input.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { ConditionKind } from '../../src/core/settings.ts';
import { readDepth, readEdges, readLabels, readPhoto } from './pictures.ts';
import { type PoseReading, readPose } from './pose.ts';

/** Conditions that are read from a file. */
export const FILE_KINDS: readonly ConditionKind[] = [
  'segmentation',
  'depth',
  'edges',
  'low-resolution',
  'pose',
];

/** How a file is read where there is a choice. */
export interface FileReading extends PoseReading {
  /** Small depths are near. */
  readonly flipDepth?: boolean;
  /** The file holds the edges themselves, not a photo to find them in. */
  readonly edgeMap?: boolean;
  readonly canny?: CannySettings;
  /** Factor of a low-resolution condition. */
  readonly factor?: number;
}

/** @throws TesseraError `condition-without-file`, and those of reading pictures */
export async function readConditionFile(
  kind: ConditionKind,
  path: string,
  reading: FileReading = {},
): Promise<ConditionInput> {
  const input = await readInput(kind, path, reading);
  const doubt = doubtOf(input);
  if (doubt) reading.note?.(`${path} ${saidOf(doubt)}`);
  return input;
}

function saidOf(doubt: ConditionDoubt): string {
  switch (doubt.about) {
    case 'flat-depth':
      return 'has one depth everywhere, which tells the model nothing';
    case 'few-depths':
      return `has only ${doubt.depths} different depths: if it is a map of labels, give --kind segmentation`;
    case 'flat-photo':
      return `has hardly any contrast (bytes from ${doubt.least} to ${doubt.most}): is it a photo?`;
  }
}

async function readInput(kind: ConditionKind, path: string, reading: FileReading): Promise<ConditionInput> {
  switch (kind) {
    case 'segmentation':
      return { kind, map: await readLabels(path) };
    case 'depth': {
      const map = await readDepth(path);
      return { kind, map: reading.flipDepth ? flipDepth(map) : map };
    }
    case 'edges': {
      if (reading.edgeMap) return { kind, edges: await readEdges(path) };
      const photo = await readPhoto(path);
      if (photo.rgb.every((value) => value === 0 || value === 255)) {
        reading.note?.(`${path} is black and white: --edge-map takes it as the edges themselves`);
      }
      return { kind, photo, ...(reading.canny && { canny: reading.canny }) };
    }
    case 'low-resolution':
      return { kind, photo: await readPhoto(path), ...(reading.factor && { factor: reading.factor }) };
    case 'pose':
      return readPose(path, reading);
    case 'class':
    case 'coordinates':
    case 'none':
      throw new TesseraError(
        'condition-without-file',
        `the condition ${kind} is not made from a file`,
        'leave the file out, or choose another kind',
      );
  }
}
