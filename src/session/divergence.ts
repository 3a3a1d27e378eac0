import { rule } from '#core/rules/index.ts';
import { AUTO_SHARE, setInference, setLearning } from '#experiment/edit.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { Cure, Divergence } from './session.ts';

/** A learning rate that was too large becomes this share of itself. */
const SMALLER = 0.1;

/** A step size well inside the limit; null where no step size helps. */
export function cureFor(inferenceRate: number, limit: number | null): Cure | null {
  if (limit === null) return null;
  return { setting: 'inferenceRate', value: round(AUTO_SHARE * Math.min(limit, inferenceRate)) };
}

const round = (value: number): number => Number(value.toPrecision(2));

/** What happened to a settling, why if that is known, and what would not do it. */
export function settlingDiverged(t: number, inferenceRate: number, limit: number | null): Divergence {
  const reason =
    limit !== null && inferenceRate > limit
      ? `η = ${inferenceRate} is above the stability limit ${limit.toPrecision(3)}, so every step overshoots and the next one corrects too much.`
      : 'The activity grew without bound.';
  const message = `The settling diverged within ${t} steps. ${reason}`;
  return { where: 'settling', message, cure: cureFor(inferenceRate, limit) };
}

const blame = (inferenceRate: number, limit: number): string =>
  inferenceRate > limit
    ? `η = ${inferenceRate} is above the stability limit ${limit.toPrecision(3)}, so every settling step overshoots.`
    : `η = ${inferenceRate} was too large as weights grew: the stability limit, ${limit.toPrecision(3)} before, falls with that.`;

/**
 * What happened to learning. Beyond half of the limit the steps of the settling are to blame: weights that grow lower it. Inside
 * of that, or where the rule has no limit, the updates of the weights are.
 * @param epoch in which it happened, from 1
 */
export function trainingDiverged(
  epoch: number,
  { inference, learning }: Experiment,
  limit: number | null,
): Divergence {
  const { rule: id, inferenceRate } = inference;
  const back = `Learning diverged in epoch ${epoch}; the weights are back where they were before it.`;
  const settles = rule(id).moves !== 'fully' && limit !== null && inferenceRate > AUTO_SHARE * limit;
  if (settles)
    return {
      where: 'training',
      message: `${back} ${blame(inferenceRate, limit)}`,
      cure: cureFor(inferenceRate, limit),
    };
  return {
    where: 'training',
    message: `${back} The learning rate α = ${learning.learningRate} was too large: every update overshot.`,
    cure: { setting: 'learningRate', value: round(SMALLER * learning.learningRate) },
  };
}

/** The experiment with its cure. */
export const cured = (experiment: Experiment, { setting, value }: Cure): Experiment =>
  setting === 'inferenceRate'
    ? setInference(experiment, { inferenceRate: value }).experiment
    : setLearning(experiment, { learningRate: value }).experiment;
