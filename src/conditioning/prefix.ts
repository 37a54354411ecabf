import type { ClassArchitecture, SosArchitecture } from '../core/architecture.ts';
import type { ConditionTokens } from '../core/condition.ts';
import { TesseraError } from '../core/errors.ts';

/** The token that names the class (Labelator), once or as often as the stage repeats it. @throws TesseraError `class-out-of-range` */
export function classTokens(stage: ClassArchitecture, id: number, offset: number): ConditionTokens {
  if (!Number.isInteger(id) || id < 0 || id >= stage.classes) {
    throw new TesseraError(
      'class-out-of-range',
      `there is no class ${id}`,
      `choose a class from 0 to ${stage.classes - 1}`,
    );
  }
  return { layout: 'prefix', tokens: repeated(id, stage), offset };
}

/** The constant start token of unconditional models (SOSProvider). */
export function startTokens(stage: SosArchitecture, offset: number): ConditionTokens {
  return { layout: 'prefix', tokens: repeated(stage.token, stage), offset };
}

/**
 * A transformer that serves several kinds sees the image at the same positions under each of them, so a prefix is as long as a
 * window has cells.
 */
function repeated(token: number, { repeat = 1 }: { readonly repeat?: number }): Int32Array {
  return new Int32Array(repeat).fill(token);
}
