import { type ActivationId, activation } from '#core/activations/index.ts';
import { depths, inputOf, isFree, isPredicted, nodeOf } from '#core/network/topology.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { type Outcome, spared } from './check.ts';

/** What a law may ask of an experiment: null where it is so, else why not. */
export type Condition = (experiment: Experiment) => string | null;

/** The first condition that is not met, as an outcome; null where all are. */
export function obstacle(experiment: Experiment, ...conditions: readonly Condition[]): Outcome | null {
  const reason = conditions.map((it) => it(experiment)).find((it) => it !== null);
  return reason === undefined || reason === null ? null : spared(reason);
}

export const nothingPinned: Condition = ({ pins }) =>
  Object.values(pins).some((it) => Object.keys(it).length > 0)
    ? 'a pinned neuron has an error of its own, which is no part of the loss'
    : null;

export const inputUnpredicted: Condition = ({ network }) =>
  isPredicted(network, inputOf(network).id)
    ? 'the input is predicted too and has an error of its own, which is no part of the loss'
    : null;

export const somethingFree: Condition = ({ network }) =>
  network.nodes.some((it) => isFree(it) && isPredicted(network, it.id)) ? null : 'no layer is free to settle';

/** Of a layer on no way to the output nothing is asked: a law of errors that come from there would hold of none. */
export const somethingLeads: Condition = ({ network }) => {
  const depth = depths(network);
  const leads = network.nodes.some((it) => isFree(it) && isPredicted(network, it.id) && depth.has(it.id));
  return leads ? null : 'no free layer leads to the output';
};

export const unitPrecisions: Condition = ({ network }) =>
  network.nodes.some((it) => isFree(it) && it.precision !== 1)
    ? 'a free layer has a precision other than 1'
    : null;

/** Every path from a free layer to the output has as many connections. */
export const equalPaths: Condition = ({ network }) => {
  const depth = depths(network);
  const isUneven = network.connections.some(({ from, to }) => {
    const [above, below] = [depth.get(from), depth.get(to)];
    if (above === undefined || below === undefined) return false;
    return isFree(nodeOf(network, from)) && above !== below + 1;
  });
  return isUneven ? 'paths from a free layer to the output differ in length' : null;
};

export const rateIsChance: Condition = ({ inference }) =>
  inference.inferenceRate > 1 ? `η = ${inference.inferenceRate} is above 1 and no probability` : null;

function activationsOf({ network }: Experiment): readonly ActivationId[] {
  return [
    ...network.nodes.filter((it) => isPredicted(network, it.id)).map((it) => it.activation),
    ...network.connections.map((it) => it.activation),
  ];
}

const hasCategorical = ({ network }: Experiment): boolean =>
  network.nodes.some((it) => it.likelihood === 'categorical');

export const isLinear = (experiment: Experiment): boolean =>
  activationsOf(experiment).every((it) => it === 'identity') && !hasCategorical(experiment);

export const isPiecewise = (experiment: Experiment): boolean =>
  activationsOf(experiment).some((it) => activation(it).kinks.length > 0);

export const linear: Condition = (experiment) =>
  isLinear(experiment) ? null : 'a layer is not linear, or the output is categorical';
