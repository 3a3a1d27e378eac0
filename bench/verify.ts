import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { load, type Outcome, outcomeOf, type Problem, programOf } from './problem.ts';

/**
 * Largest deviation that counts as the same: relative to the largest entry of the tensor, of the tensor's change where it
 * is a parameter (a small step hides any error in the parameter itself).
 */
export const TOLERANCES = { values: 1e-4, trace: 1e-4, weights: 1e-2, biases: 1e-2 } as const;

/**
 * A parameter in float32 is rounded by 6e-8 of itself, and the first layers of a deep network change by less than that: no
 * change is held to more than a thousand roundings show.
 */
const FINEST_CHANGE = 6e-5;

export type Deviations = Readonly<Record<keyof typeof TOLERANCES, number>>;

/** One training step in float64: what everyone has to agree with. */
export async function referenceOf(problem: Problem): Promise<Outcome> {
  const engine = new CpuEngine('float64');
  await load(engine, problem);
  engine.run(programOf(problem));
  return outcomeOf(engine, problem);
}

const largest = (all: ArrayLike<number>) =>
  Array.from(all).reduce((most, it) => Math.max(most, Math.abs(it)), 0);

/** Largest difference relative to `scale`; NaN where there is one, infinite where lengths differ. */
function deviation(found: ArrayLike<number>, expected: ArrayLike<number>, scale = largest(expected)): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  for (let i = 0; i < found.length; i++) {
    const distance = Math.abs(found[i]! - expected[i]!);
    if (!(distance <= difference)) difference = distance;
    if (Number.isNaN(difference)) break;
  }
  return difference / scale;
}

/** What an error in a parameter is compared with. */
function scaleOf(expected: ArrayLike<number>, origin: Float32Array): number {
  let change = 0;
  for (let i = 0; i < origin.length; i++) change = Math.max(change, Math.abs(expected[i]! - origin[i]!));
  return Math.max(change, FINEST_CHANGE * largest(origin));
}

const worst = (all: readonly number[]) => all.reduce((a, b) => (b <= a ? a : b), 0);

export function deviationsOf(found: Outcome, expected: Outcome, problem: Problem): Deviations {
  const parameters = (what: 'weights' | 'biases') =>
    worst(expected[what].map((it, l) => deviation(found[what][l] ?? [], it, scaleOf(it, problem[what][l]!))));
  return {
    values: worst(expected.values.map((it, l) => deviation(found.values[l] ?? [], it))),
    trace: deviation(found.trace, expected.trace),
    weights: parameters('weights'),
    biases: parameters('biases'),
  };
}

/** What is wrong, in words; null where everything agrees. NaN never agrees. */
export function complaint(deviations: Deviations): string | null {
  const names = Object.keys(TOLERANCES) as (keyof Deviations)[];
  const wrong = names.filter((it) => !(deviations[it] <= TOLERANCES[it]));
  return wrong.length === 0
    ? null
    : wrong.map((it) => `${it} off by ${deviations[it].toExponential(1)}`).join(', ');
}
