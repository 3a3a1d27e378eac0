import { longestPath } from '#core/network/topology.ts';
import { type Check, judged } from '../check.ts';
import { inputUnpredicted, nothingPinned, obstacle, unitPrecisions } from '../conditions.ts';
import { deviation, together } from '../deviation.ts';
import type { Observation } from '../station.ts';
import type { Trial } from '../trial.ts';

/** Two summations in double precision; the contract's 10⁻¹⁰. */
const TOLERANCE = 1e-10;

type Gradients = Observation['gradients'];

/** Weights and biases together, relative to the largest gradient of all. */
function gradientDeviation(actual: Gradients, trial: Trial): number {
  const { weights, biases } = trial.backprop();
  const flat = (it: Pick<Gradients, 'weights' | 'biases'>) => [
    ...together(it.weights),
    ...together(it.biases),
  ];
  return deviation(flat(actual), flat({ weights, biases }));
}

const figure = (what: string, value: number) => ({ what, value, tolerance: TOLERANCE });
const rowsOf = ({ rows }: Trial) => (rows.length === 1 ? '1 row' : `${rows.length} rows`);

export const textbook: Check = {
  id: 'textbook',
  label: 'Backprop is the textbook’s',
  meaning:
    'A second implementation, which knows nothing of plans and engines, finds the same loss and gradients.',
  definition:
    'Loss and all gradients of the reference against the chain rule, written once more from the definition, in double precision. Relative to the largest gradient.',
  source: 'Rumelhart, Hinton and Williams (1986)',
  run: async (trial) => {
    const { backprop, loss } = await trial.settle({ inference: { rule: 'strict', settleSteps: 1 } });
    return judged(
      [
        figure('gradients', gradientDeviation(backprop, trial)),
        figure('loss', deviation([loss], [trial.backprop().loss])),
      ],
      `All parameters, on ${rowsOf(trial)}.`,
    );
  },
};

export const zeroDivergence: Check = {
  id: 'zero-divergence',
  label: 'Zero-divergence equals backprop',
  meaning: 'At η = 1, each gradient taken as the wave passes is backprop’s.',
  definition:
    'The gradients of the rule zero-divergence on this network against those of the second implementation of backprop, in double precision. Relative to the largest gradient.',
  source: 'Song, Lukasiewicz, Xu and Bogacz (2020)',
  run: async (trial) => {
    const hindered = obstacle(trial.experiment, nothingPinned, inputUnpredicted);
    if (hindered) return hindered;
    const { gradients } = await trial.settle({ inference: { rule: 'zero-divergence' } });
    return judged(
      [figure('gradients', gradientDeviation(gradients, trial))],
      `All parameters, on ${rowsOf(trial)}.`,
    );
  },
};

export const exactAtOne: Check = {
  id: 'exact-at-one',
  label: 'Fixed prediction at η = 1 is exact after L − 1 steps',
  meaning: 'With predictions frozen, each step at η = 1 carries the whole error one layer on.',
  definition:
    'The gradients of fixed prediction at η = 1 after L − 1 steps (L connections on the longest path) against those of the second implementation of backprop. Relative to the largest gradient.',
  source: 'Rosenbaum (2022)',
  run: async (trial) => {
    const { experiment } = trial;
    const hindered = obstacle(experiment, unitPrecisions, nothingPinned, inputUnpredicted);
    if (hindered) return hindered;
    const settleSteps = Math.max(0, longestPath(experiment.network) - 1);
    const { gradients } = await trial.settle({
      inference: { rule: 'fixed-prediction', inferenceRate: 1, settleSteps, start: 'forward' },
    });
    return judged(
      [figure('gradients', gradientDeviation(gradients, trial))],
      `After ${settleSteps} ${settleSteps === 1 ? 'step' : 'steps'}, on ${rowsOf(trial)}.`,
    );
  },
};
