import type { Preparation } from '#core/network/network.ts';
import { type CompileOptions, compile } from './compile.ts';
import { Allocation } from './layout.ts';
import type { Args, Call, Plan, Schedule, TensorName } from './plan.ts';
import * as tensor from './tensors.ts';

/** What all copies have in common: the data, and counters that every program advances alike. */
const SHARED: ReadonlySet<TensorName> = new Set([
  tensor.INPUTS,
  tensor.TARGETS,
  tensor.CLOCK,
  tensor.UPDATES,
  tensor.EVALUATIONS,
  tensor.CORRECTIONS,
]);

/** Whether copies are presented the same rows of the data, or each rows of its own. */
export type Batches = 'shared' | 'own';

/** A copy's own tensor, or the one that all share. */
export const ofCopy = (name: TensorName, copy: number, batches: Batches): TensorName =>
  SHARED.has(name) || (name === tensor.ROWS && batches === 'shared') ? name : `${name} of copy ${copy}`;

/** Places what one network asks for as one copy's, in an arena of several. */
class CopyAllocation extends Allocation {
  readonly #whole: Allocation;
  readonly #nameOf: (name: TensorName) => TensorName;

  constructor(whole: Allocation, nameOf: (name: TensorName) => TensorName) {
    super();
    this.#whole = whole;
    this.#nameOf = nameOf;
  }

  override place(name: TensorName, shape: readonly number[], kept?: boolean): number {
    return this.#whole.place(this.#nameOf(name), shape, kept);
  }

  override slice(name: TensorName) {
    return this.#whole.slice(this.#nameOf(name));
  }

  override finish() {
    return this.#whole.finish();
  }
}

const isSame = (a: Args, b: Args): boolean => Object.keys(a).every((it) => a[it] === b[it]);

/** Stage by stage the calls of all; what touches nothing but what is shared is called once. */
function besideEachOther(schedules: readonly Schedule[]): Schedule {
  const [first, ...others] = schedules as [Schedule, ...Schedule[]];
  return first.map((item, i) => {
    if ('repeat' in item) {
      const bodies = schedules.map((it) => (it[i] as typeof item).stages);
      return { repeat: item.repeat, stages: besideEachOther(bodies) };
    }
    const further = others.flatMap((it) =>
      (it[i] as typeof item).calls.filter((call, k) => !isSame(call.args, item.calls[k]!.args)),
    );
    return { kernel: item.kernel, calls: [...item.calls, ...further] satisfies readonly Call[] };
  });
}

/**
 * One plan for several networks of one kind, which differ in their numbers only: every stage has the calls of all copies,
 * so that any engine runs them like the layers of one network, and a GPU in one dispatch. Copies settle at rates of their
 * own (tensor `rate`); they share data, clock and learning rate, and batches unless told otherwise. Yields after every copy, since many take a while.
 */
export function* compileEnsemble(
  preparation: Preparation,
  options: CompileOptions,
  copies: number,
  batches: Batches = 'shared',
): Generator<void, Plan> {
  const whole = new Allocation();
  const plans: Plan[] = [];
  for (let copy = 0; copy < copies; copy++) {
    const at = new CopyAllocation(whole, (name) => ofCopy(name, copy, batches));
    plans.push(compile(preparation, { ...options, ownRates: true }, at));
    yield;
  }
  const [first] = plans as [Plan, ...Plan[]];
  const schedules = Object.keys(first.schedules).map((name) => [
    name,
    besideEachOther(plans.map((it) => it.schedules[name]!)),
  ]);
  return { ...first, layout: whole.finish(), schedules: Object.fromEntries(schedules), copies };
}
