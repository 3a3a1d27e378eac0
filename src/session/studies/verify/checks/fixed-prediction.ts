import { depths, isFree, isPredicted } from '#core/network/topology.ts';
import { binomialTail } from '#core/oracles/binomial.ts';
import { isAlive } from '#core/oracles/model.ts';
import { states } from '../../../readings.ts';
import { type Check, judged, spared } from '../check.ts';
import {
  equalPaths,
  inputUnpredicted,
  nothingPinned,
  obstacle,
  rateIsChance,
  somethingFree,
  somethingLeads,
  unitPrecisions,
} from '../conditions.ts';
import { deviation, largestOf } from '../deviation.ts';
import type { Trial } from '../trial.ts';

const TOLERANCE = 1e-10;
/** An error is a difference x − μ in double precision: known to a few roundings of x. */
const ROUNDING = 2 ** -50;
/** Moments of a settling at which the law is looked at. */
const LOOKS = 12;
/** Steps that a settling to rest may take. */
const PATIENCE = 4000;

/** Entries of the units that are there. */
function alive(trial: Trial, id: string, flat: ArrayLike<number>): number[] {
  const units = trial.units(id);
  return Array.from(flat).filter((_, at) => isAlive(trial.model, id, at % units));
}

export const binomialLaw: Check = {
  id: 'binomial-law',
  label: 'Errors arrive by the binomial law',
  meaning: 'Under fixed prediction, k layers below the output a share c(t) of backprop’s error has arrived.',
  definition:
    'Fixed prediction at this η: ε of every free layer against c(t) · ε of backprop, c(t) = P[Binomial(t, η) ≥ k], at up to 12 moments to T. Relative to the layer’s largest error of backprop.',
  source: 'Rosenbaum (2022) for its limit',
  run: async (trial) => {
    const { experiment, rows } = trial;
    const { network, inference } = experiment;
    const hindered = obstacle(
      experiment,
      somethingFree,
      somethingLeads,
      unitPrecisions,
      equalPaths,
      nothingPinned,
      inputUnpredicted,
      rateIsChance,
    );
    if (hindered) return hindered;
    const settleSteps = Math.min(inference.settleSteps, 400);
    const stride = Math.max(1, Math.floor(settleSteps / LOOKS));
    const { errors } = trial.backprop();
    const layers = [...depths(network)].filter(([id, k]) => k > 0 && isFreeLayer(trial, id));
    let worst = 0;
    await trial.settle({
      inference: { rule: 'fixed-prediction', start: 'forward', settleSteps },
      each: async (t, laboratory) => {
        if (t % stride !== 0 && t !== settleSteps) return;
        const read = await laboratory.read({
          errors: states(network, 'error', 0, rows.length),
          values: states(network, 'value', 0, rows.length),
        });
        for (const [id, k] of layers) {
          const share = binomialTail(t, inference.inferenceRate, k);
          const whole = alive(trial, id, errors[id]!.flat());
          const expected = whole.map((it) => share * it);
          const room = (ROUNDING * (1 + largestOf(read.values[id]!))) / TOLERANCE;
          const scale = largestOf(whole) - largestOf(expected);
          worst = Math.max(worst, deviation(alive(trial, id, read.errors[id]!), expected, scale + room));
        }
      },
    });
    return judged(
      [{ what: 'largest deviation', value: worst, tolerance: TOLERANCE }],
      `${layers.length} free ${layers.length === 1 ? 'layer' : 'layers'}, t to ${settleSteps}, η = ${inference.inferenceRate}.`,
    );
  },
};

const isFreeLayer = ({ experiment: { network } }: Trial, id: string): boolean =>
  network.nodes.some((it) => it.id === id && isFree(it) && isPredicted(network, it.id));

export const risingTotal: Check = {
  id: 'rising-total',
  label: 'Under fixed prediction the total error rises by ½ Σ |ε|²/π',
  meaning:
    'It is no energy that falls: it starts at the loss and ends above, by the squares of backprop’s errors.',
  definition:
    'The total Σ E of fixed prediction at rest against loss + ½ Σ |ε|²/π over free layers, ε of the second implementation of backprop; and Σ E at t = 0 against the loss. Mean over the rows, relative.',
  source: 'Millidge, Tschantz and Buckley (2022)',
  run: async (trial) => {
    const { experiment, rows } = trial;
    const { network } = experiment;
    const hindered = obstacle(experiment, somethingFree, somethingLeads, nothingPinned, inputUnpredicted);
    if (hindered) return hindered;
    const precisions = network.nodes.filter(isFree).map((it) => it.precision);
    const inferenceRate = 1 / Math.max(...precisions);
    const slowest = Math.min(...precisions) * inferenceRate;
    const depth = Math.max(...depths(network).values());
    const settleSteps = slowest === 1 ? depth : Math.ceil(depth + (40 + 8 * depth) / -Math.log1p(-slowest));
    if (settleSteps > PATIENCE) return spared('precisions differ so much that it takes too long to rest');
    const { total } = await trial.settle({
      inference: { rule: 'fixed-prediction', start: 'forward', inferenceRate, settleSteps },
    });
    const { loss, errors } = trial.backprop();
    const squares = network.nodes
      .filter((it) => isFreeLayer(trial, it.id) && depths(network).has(it.id))
      .reduce((sum, { id, precision }) => {
        const entries = alive(trial, id, errors[id]!.flat());
        return sum + entries.reduce((part, it) => part + it * it, 0) / precision;
      }, 0);
    const room = 1e-300;
    return judged(
      [
        { what: 'at t = 0', value: deviation([total[0]!], [loss], room), tolerance: TOLERANCE },
        {
          what: 'at rest',
          value: deviation([total.at(-1)!], [loss + squares / 2 / rows.length], room),
          tolerance: 1e-8,
        },
      ],
      `From ${total[0]!.toPrecision(4)} to ${total.at(-1)!.toPrecision(4)} in ${settleSteps} steps at η = ${Number(inferenceRate.toPrecision(4))}.`,
    );
  },
};
