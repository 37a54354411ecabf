import type { ClassArchitecture, SosArchitecture } from '../core/architecture.ts';
import type { ConditionTokens } from '../core/condition.ts';
import { TesseraError } from '../core/errors.ts';

/** One token that names the class (Labelator). @throws TesseraError `class-out-of-range` */
export function classTokens(stage: ClassArchitecture, id: number, offset: number): ConditionTokens {
  if (!Number.isInteger(id) || id < 0 || id >= stage.classes) {
    throw new TesseraError(
      'class-out-of-range',
      `there is no class ${id}`,
      `choose a class from 0 to ${stage.classes - 1}`,
    );
  }
  return { layout: 'prefix', tokens: Int32Array.of(id), offset };
}

/** The constant start token of unconditional models (SOSProvider). */
export function startTokens(stage: SosArchitecture, offset: number): ConditionTokens {
  return { layout: 'prefix', tokens: Int32Array.of(stage.token), offset };
}
