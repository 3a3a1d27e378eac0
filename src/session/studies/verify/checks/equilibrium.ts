import { countParameters } from '#core/network/check.ts';
import { equilibriumOf, type Samples } from '#core/theory/equilibrium.ts';
import { type Check, judged, spared } from '../check.ts';
import { obstacle, somethingFree } from '../conditions.ts';
import { deviation, largestOf, together } from '../deviation.ts';
import type { Trial } from '../trial.ts';
import { limitOf } from './energy.ts';

/** Steps that a settling to rest may take, and products that all of them may. */
const PATIENCE = 4000;
const AFFORDABLE = 2e8;
/** Energy that still falls, as a share of what there is, over the last so many steps: not at rest. */
const STILL = 1e-13;
const LAST = 100;
/** The energy is flat where it rests: errors are known to the root of what it is known to. */
const ENERGY = 1e-9;
const STATE = 1e-5;
/** An error is a difference x − μ in double precision: known to a few roundings of x. */
const ROUNDING = 2 ** -50;

const joined = (rows: readonly Float64Array[]): number[] => rows.flatMap((it) => Array.from(it));

const samplesOf = ({ inputs, targets, material: { rows } }: Trial): Samples => ({
  count: inputs.length,
  inputs: joined(inputs),
  targets: joined(targets),
  inputUnits: rows.inputUnits,
  targetUnits: rows.targetUnits,
});

export const linearEquilibrium: Check = {
  id: 'equilibrium',
  label: 'A linear network rests where its closed form says',
  meaning: 'F is quadratic there: the state of least energy is the solution of linear equations.',
  definition:
    'Energy, errors and gradients of strict at rest, at 0.9 of the stability limit, against the closed form solved for directly (on a chain ε = Pᵀ S⁻¹ (y − ŷ), F = ½ rᵀ S⁻¹ r). Relative to the largest entry.',
  source: 'Whittington and Bogacz (2017); Millidge, Tschantz and Buckley (2022)',
  run: async (trial) => {
    const { experiment, model, rows } = trial;
    const hindered = obstacle(experiment, somethingFree);
    if (hindered) return hindered;
    const said = equilibriumOf(model, model.parameters, samplesOf(trial));
    if (!said.value) return spared(said.reason);
    const affordable = AFFORDABLE / (4 * countParameters(model.network) * rows.length);
    const settleSteps = Math.floor(Math.min(PATIENCE, affordable));
    const limit = await limitOf(trial);
    // Without one nothing may move, and any step does.
    const inferenceRate = Number.isFinite(limit) ? 0.9 * limit : 1;
    const { total, energy, errors, gradients, values } = await trial.settle({
      inference: { rule: 'strict', start: 'forward', inferenceRate, settleSteps },
    });
    const falls = total[Math.max(0, settleSteps - LAST)]! - total[settleSteps]!;
    if (falls > STILL * total[settleSteps]!) return spared(`it takes more than ${settleSteps} steps to rest`);
    const lasting = Object.fromEntries(
      Object.entries(energy).map(([id, trace]) => [id, [trace[settleSteps]!]]),
    );
    const expected = Object.fromEntries(Object.entries(said.value.energy).map(([id, it]) => [id, [it]]));
    const room = (ROUNDING * (1 + largestOf(together(values)))) / STATE;
    return judged(
      [
        { what: 'energy', value: deviation(together(lasting), together(expected)), tolerance: ENERGY },
        {
          what: 'errors',
          value: deviation(together(errors), together(said.value.errors), room),
          tolerance: STATE,
        },
        {
          what: 'gradients',
          value: deviation(together(gradients.weights), together(said.value.gradients)),
          tolerance: STATE,
        },
      ],
      `After ${settleSteps} steps at η = ${Number(inferenceRate.toPrecision(3))}, on ${rows.length} rows.`,
    );
  },
};
