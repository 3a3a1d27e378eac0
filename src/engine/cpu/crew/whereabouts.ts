import type { Plan } from '#core/plan/plan.ts';
import type { Uses } from '../simd-phases.ts';
import { type Division, unitCuts } from './division.ts';
import type { Scattered } from './exchange.ts';

/**
 * Who is right about what. A tensor (told by its offset in the arena) is the same at every member, or scattered: each member
 * is right about a part of it. Follows from the orders alone, so that all members keep the same account.
 */
export class Whereabouts {
  readonly #scattered = new Map<number, Scattered>();
  readonly #lengths: ReadonlyMap<number, number>;
  readonly #capacity: number;
  readonly #members: number;

  /** Everything the same everywhere, or what the plan keeps at the first member only. */
  constructor({ layout, capacity }: Plan, members: number, keptAtFirst: boolean) {
    const tensors = [...layout.tensors.values()].filter(({ length }) => length > 0);
    this.#lengths = new Map(tensors.map(({ offset, length }) => [offset, length]));
    this.#capacity = capacity;
    this.#members = members;
    for (const { kept, offset } of tensors) if (keptAtFirst && kept) this.#isAtFirst(offset);
  }

  /** How a tensor is scattered; undefined where it is the same everywhere. */
  of(tensor: number): Scattered | undefined {
    return this.#scattered.get(tensor);
  }

  get scattered(): Iterable<number> {
    return this.#scattered.keys();
  }

  /** What must be brought together before anything uses tensors so, its samples divided so. */
  missingFor({ rows, batch, shared }: Uses, { cuts }: Division): ReadonlySet<number> {
    const missing = new Set<number>();
    if (this.#scattered.size === 0) return missing;
    for (const it of batch) if (this.#scattered.has(it)) missing.add(it);
    for (const it of shared) if (this.#scattered.has(it)) missing.add(it);
    for (const it of rows) if ((this.#scattered.get(it)?.cuts ?? cuts) !== cuts) missing.add(it);
    return missing;
  }

  /** A tensor was brought together. */
  isEverywhere(tensor: number): void {
    this.#scattered.delete(tensor);
  }

  /** Something used tensors so, its samples divided so. */
  after({ rows, updated, gradients }: Uses, { alone, cuts }: Division): void {
    for (const it of rows)
      if (this.#scattered.get(it)?.cuts !== cuts)
        this.#scattered.set(it, { cuts, width: this.#lengths.get(it)! / this.#capacity });
    if (alone) for (const it of [...updated, ...gradients.keys()]) this.#isAtFirst(it);
    else
      for (const [it, { units, sourceUnits }] of gradients)
        this.#scattered.set(it, { cuts: unitCuts(units, this.#members), width: sourceUnits });
  }

  #isAtFirst(tensor: number): void {
    const cuts = [0, ...new Array<number>(this.#members).fill(1)];
    this.#scattered.set(tensor, { cuts, width: this.#lengths.get(tensor)! });
  }
}
