import type { Args, KernelName } from '#core/plan/plan.ts';
import { endsOfProducts, equations } from './equations.ts';
import type { Index, Writer } from './writer.ts';

/** Tensors that a call reads and writes at the output it computes, and those of which it needs or makes other entries. */
export interface Touched {
  readonly read: ReadonlySet<number>;
  readonly written: ReadonlySet<number>;
  readonly gathered: ReadonlySet<number>;
  readonly scattered: ReadonlySet<number>;
  /** Entries a sample of each. */
  readonly units: ReadonlyMap<number, number>;
}

const known = new WeakMap<Args, Touched>();

export function touched({ kernel, args }: { readonly kernel: KernelName; readonly args: Args }): Touched {
  const before = known.get(args);
  if (before) return before;
  const probe = new Probe();
  const found = probe.touched;
  const equation = equations.get(kernel);
  if (equation) equation(probe, args);
  else {
    // A product over the batch: its factors are whole tensors.
    endsOfProducts.get(kernel)!(probe, args, 0, '');
    for (const it of [args.activity!, args.delta!]) found.gathered.add(it);
  }
  known.set(args, found);
  return found;
}

/** A writer that only takes down what an equation touches. */
class Probe implements Writer {
  readonly touched = {
    read: new Set<number>(),
    written: new Set<number>(),
    gathered: new Set<number>(),
    scattered: new Set<number>(),
    units: new Map<number, number>(),
  };
  /** Whether the equation is where it asks for more than the output's own entries. */
  #isAcross = false;

  read(tensor: number, units: number): string {
    this.touched[this.#isAcross && units > 1 ? 'gathered' : 'read'].add(tensor);
    this.touched.units.set(tensor, units);
    return '';
  }

  write(tensor: number, units: number): void {
    this.touched[this.#isAcross && units > 1 ? 'scattered' : 'written'].add(tensor);
    this.touched.units.set(tensor, units);
  }

  units(_n: number, formula: (i: Index) => void): void {
    formula(0);
  }

  together(formulas: () => void): void {
    this.#isAcross = true;
    formulas();
    this.#isAcross = false;
  }

  readonly sum = this.#overUnits;
  readonly highest = this.#overUnits;
  readonly winner = this.#overUnits;

  rest = () => '';
  shared = () => '';
  datum = () => '';
  keep = () => '';
  unlessZero = () => '';
  activation = () => '';
  slope = () => '';
  both = () => ({ value: '', slope: '' });

  #overUnits(_n: number, entry: (i: Index) => string): string {
    const before = this.#isAcross;
    this.#isAcross = true;
    entry(0);
    this.#isAcross = before;
    return '';
  }
}
