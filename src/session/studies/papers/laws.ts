import type { NodeId } from '#core/network/network.ts';
import { arrivedShares } from '#core/theory/binomial-law.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { preparationOf } from '../../fitting-plan.ts';

/** The share of backprop’s error that theory says has come to each node at t = 0 … steps, under the experiment’s settings. */
export function lawOf(experiment: Experiment, steps: number): ReadonlyMap<NodeId, Float64Array> {
  const { value, reason } = arrivedShares(preparationOf(experiment), experiment.inference, steps);
  if (!value) throw new Error(`The law of arrival says nothing here: ${reason}`);
  return value;
}
