import { TesseraError } from '../../core/errors.ts';
import { missingTensor } from '../readers.ts';
import type { TensorSource } from '../tensorSource.ts';
import type { TensorShapes } from './networkTensors.ts';

/** Looks at shapes by key; `prefix` is only for messages, which name tensors as the file does. */
export class ShapeReader {
  constructor(
    readonly source: TensorSource,
    readonly prefix: string,
  ) {}

  /** One dimension of the first of these tensors that exists. @throws TesseraError `tensor-missing` */
  dimension(axis: number, ...names: readonly string[]): number {
    for (const name of names) {
      const size = this.source.tensors.get(name)?.shape[axis];
      if (size !== undefined && size > 0) return size;
    }
    throw missingTensor(this.prefix + names[0]);
  }

  /** Largest number at the `#` of a pattern such as `blocks.#.`, plus one; 0 when no key matches. */
  count(pattern: string): number {
    const [before, after] = pattern.split('#');
    let count = 0;
    for (const name of this.source.tensors.keys()) {
      if (!name.startsWith(before)) continue;
      const number = /^\d{1,3}(?=\.)/.exec(name.slice(before.length))?.[0];
      if (number === undefined || !name.startsWith(after, before.length + number.length)) continue;
      count = Math.max(count, Number(number) + 1);
    }
    return count;
  }

  any(start: string): boolean {
    for (const name of this.source.tensors.keys()) if (name.startsWith(start)) return true;
    return false;
  }

  /**
   * Every expected tensor is there with its shape and a float type.
   * @throws TesseraError `tensor-missing`, `tensor-shape`, naming it
   */
  check(expected: TensorShapes): void {
    for (const [name, shape] of expected) {
      const info = this.source.tensors.get(name);
      if (!info) throw missingTensor(this.prefix + name);
      if (info.shape.length !== shape.length || info.shape.some((size, axis) => size !== shape[axis])) {
        throw new TesseraError(
          'tensor-shape',
          `${this.prefix}${name} has the shape [${info.shape.join(', ')}] where the rest of the model asks for [${shape.join(', ')}]`,
          'the file is damaged or not a model of this family',
        );
      }
      if (!/^(f64|f32|f16|bf16)$/.test(info.dtype)) {
        throw new TesseraError(
          'tensor-type',
          `${this.prefix}${name} holds ${info.dtype} values where weights are floating-point`,
          'the file is damaged or not a model of this family',
        );
      }
    }
  }
}
