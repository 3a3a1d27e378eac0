import { stabilityLimit } from '#core/telemetry/stability.ts';
import { unhurried } from '../../../unhurried.ts';
import { type Check, judged, type Outcome, observed, spared } from '../check.ts';
import { isLinear, isPiecewise, obstacle, somethingFree } from '../conditions.ts';
import type { Trial } from '../trial.ts';

/** The limit is known to 1 %. */
const MARGIN = 0.98;
/** Sums of squares in double precision. */
const ROUNDING = 1e-12;
const MOST_STEPS = 300;

/** The largest rise in one step, relative to where the energy began, and how many steps rose. */
function rises(total: readonly number[]): { readonly largest: number; readonly count: number } {
  const scale = Math.abs(total[0]!) || 1;
  const changes = total.slice(1).map((it, t) => (it - total[t]!) / scale);
  if (changes.some(Number.isNaN)) return { largest: Number.POSITIVE_INFINITY, count: changes.length };
  return { largest: Math.max(0, ...changes), count: changes.filter((it) => it > ROUNDING).length };
}

/** 2/λ_max at the start state. */
export async function limitOf(trial: Trial): Promise<number> {
  const { values } = await trial.settle({ inference: { rule: 'strict', settleSteps: 0 } });
  return unhurried(stabilityLimit(trial.model, trial.model.parameters, values, trial.rows.length));
}

const plainly = (value: number): string => String(Number(value.toPrecision(3)));

export const fallingEnergy: Check = {
  id: 'falling-energy',
  label: 'Under strict the energy falls',
  meaning:
    'Linear networks: never a rise below 2/λ. Smooth ones: none seen below half of it. With kinks: it may rise.',
  definition:
    'The largest rise of F in one step of strict, as a share of F at t = 0, at this η, or just below 2/λ (smooth activations: half of it) where this η is above. λ is the largest eigenvalue of the curvature at the start state.',
  source: 'Whittington and Bogacz (2017); the descent lemma',
  run: async (trial) => {
    const { experiment } = trial;
    const hindered = obstacle(experiment, somethingFree);
    if (hindered) return hindered;
    const limit = await limitOf(trial);
    if (limit === 0)
      return spared('the start state is out of range, so that no step size is known to be safe');
    const asked = experiment.inference.inferenceRate;
    const inferenceRate = Math.min(asked, (isLinear(experiment) ? MARGIN : MARGIN / 2) * limit);
    const settleSteps = Math.min(experiment.inference.settleSteps, MOST_STEPS);
    const { total } = await trial.settle({ inference: { rule: 'strict', inferenceRate, settleSteps } });
    const { largest, count } = rises(total);
    const rate =
      inferenceRate < asked
        ? `η = ${plainly(inferenceRate)}, since ${plainly(asked)} is above what is safe`
        : `η = ${plainly(asked)}`;
    const seen = `${count} of ${settleSteps} steps rose, at ${rate}; 2/λ = ${plainly(limit)}.`;
    return verdictOn(trial, largest, seen);
  },
};

function verdictOn({ experiment }: Trial, largest: number, seen: string): Outcome {
  const figure = { what: 'largest rise', value: largest, tolerance: null };
  if (isLinear(experiment)) return judged([{ ...figure, tolerance: ROUNDING }], `Linear: ${seen}`);
  const kind = isPiecewise(experiment)
    ? 'An activation has kinks, where F may rise at any η'
    : 'The curvature is that of the start state, so that this is seen, not proved';
  return observed([figure], `${kind}: ${seen}`);
}
