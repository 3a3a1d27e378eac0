import type { Layout, Slice, TensorName } from './plan.ts';

/** Tensors begin at multiples of this, where four numbers can be fetched at once. */
const ALIGNMENT = 4;

/** Places tensors one after another; the same names in the same order give the same layout on every engine. */
export class Allocation {
  readonly #tensors = new Map<TensorName, Slice>();
  #length = 0;

  /** Offset of a tensor, placed now unless it already is. */
  place(name: TensorName, shape: readonly number[], kept = false): number {
    const known = this.#tensors.get(name);
    if (known) return known.offset;
    const length = shape.reduce((product, n) => product * n, 1);
    const offset = this.#length;
    this.#tensors.set(name, { offset, length, shape, kept });
    this.#length += Math.ceil(length / ALIGNMENT) * ALIGNMENT;
    return offset;
  }

  slice(name: TensorName): Slice {
    const slice = this.#tensors.get(name);
    if (!slice) throw new Error(`no tensor is called ${name}`);
    return slice;
  }

  at(name: TensorName): number {
    return this.slice(name).offset;
  }

  finish(): Layout {
    return { length: this.#length, tensors: this.#tensors };
  }
}
