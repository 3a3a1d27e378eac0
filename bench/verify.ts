import { CpuEngine } from '#engine/cpu/cpu-engine.ts';
import { load, type Outcome, outcomeOf, type Problem, programOf } from './problem.ts';

/**
 * Largest deviation that counts as the same: relative to the largest entry of the tensor, of the tensor's change where it
 * is a parameter (a small step hides any error in the parameter itself). The first layers of a deep network change little,
 * by errors that are small differences of large values: float32 leaves some 1e-3 of them, on any engine.
 */
export const TOLERANCES = { values: 1e-4, trace: 1e-4, weights: 1e-2, biases: 1e-2 } as const;

export type Deviations = Readonly<Record<keyof typeof TOLERANCES, number>>;

/** One training step in float64: what everyone has to agree with. */
export async function referenceOf(problem: Problem): Promise<Outcome> {
  const engine = new CpuEngine('float64');
  await load(engine, problem);
  engine.run(programOf(problem));
  return outcomeOf(engine, problem);
}

/** Largest difference relative to the largest entry; NaN where there is one, infinite where lengths differ. */
function deviation(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  origin?: ArrayLike<number>,
): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, largest] = [0, 0];
  for (let i = 0; i < found.length; i++) {
    const distance = Math.abs(found[i]! - expected[i]!);
    if (!(distance <= difference)) difference = distance;
    largest = Math.max(largest, Math.abs(expected[i]! - (origin?.[i] ?? 0)));
    if (Number.isNaN(difference)) break;
  }
  return difference / largest;
}

const worst = (all: readonly number[]) => all.reduce((a, b) => (b <= a ? a : b), 0);

export function deviationsOf(found: Outcome, expected: Outcome, problem: Problem): Deviations {
  const parameters = (what: 'weights' | 'biases') =>
    worst(expected[what].map((it, l) => deviation(found[what][l] ?? [], it, problem[what][l])));
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
