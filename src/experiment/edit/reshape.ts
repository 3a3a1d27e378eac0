import type { Issue } from '#core/issue.ts';
import { type Block, carryOver, keptBiases, keptWeights } from '#core/network/carry-over.ts';
import { check } from '#core/network/check.ts';
import { initialize } from '#core/network/initialize.ts';
import type { Connection, Lesions, Network, Pins } from '#core/network/network.ts';
import { inputOf, nodeOf, targetOf } from '#core/network/topology.ts';
import { misfit } from '../data-fit.ts';
import type { Experiment } from '../experiment.ts';
import { limits } from '../limits.ts';
import { fixedInference } from '../parse-inference.ts';
import type { Edited } from './edited.ts';

/**
 * The experiment with another network. Given parameters are kept as far as `carryOver` keeps learned ones; pins and
 * lesions of what vanished are dropped; settling that the rule fixes follows the new depth. Refused where the network could not
 * run or would not fit the data.
 */
export function reshape(
  experiment: Experiment,
  network: Network,
  data: Experiment['data'] = experiment.data,
  notes: readonly Issue[] = [],
): Edited {
  const issues = [...checkLimits(network), ...check(network)];
  const fit = issues.length === 0 ? dataMisfit(data, network) : null;
  if (issues.length > 0 || fit) return { experiment, issues: fit ? [fit] : issues };
  const before = experiment.network;
  const { rule } = experiment.inference;
  const reshaped: Experiment = {
    ...experiment,
    network,
    data,
    pins: keepPins(experiment.pins, network),
    lesions: keepLesions(experiment.lesions, before, network),
    parameters: keepParameters(experiment.parameters, experiment.seed, before, network),
    inference: { ...experiment.inference, ...fixedInference(rule, network) },
  };
  return { experiment: reshaped, issues: notes };
}

function checkLimits(network: Network): Issue[] {
  return (['nodes', 'connections'] as const)
    .filter((it) => network[it].length > limits[it])
    .map((it) => ({
      code: 'limit',
      at: `network.${it}`,
      message: `A network may have up to ${limits[it]} ${it}.`,
    }));
}

function dataMisfit(data: Experiment['data'], network: Network): Issue | null {
  if (data.name !== 'rows') return misfit(data.name, network);
  const input = inputOf(network);
  const target = targetOf(network);
  if (data.inputs.length === data.count * input.units && data.targets.length === data.count * target.units)
    return null;
  const rows = `rows of ${data.inputs.length / data.count} inputs and ${data.targets.length / data.count} targets`;
  const message = `data holds ${rows}, so ${input.id} and ${target.id} must keep their units.`;
  return { code: 'shape', at: 'data', message, hint: 'Choose other data first.' };
}

/** The entries of a record for which something is left. */
function keep<T>(
  record: Readonly<Record<string, T>>,
  left: (value: T, id: string) => T | null,
): Record<string, T> {
  const entries = Object.entries(record).map(([id, value]) => [id, left(value, id)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, T] => entry[1] !== null));
}

function keepPins(pins: Pins, network: Network): Pins {
  return keep(pins, (held, id) => {
    const node = network.nodes.find((it) => it.id === id);
    if (!node || node.likelihood === 'categorical') return null;
    return orNull(Object.fromEntries(Object.entries(held).filter(([unit]) => Number(unit) < node.units)));
  });
}

function keepLesions({ units, weights }: Lesions, before: Network, network: Network): Lesions {
  return {
    units: keep(units, (list, id) => {
      const node = network.nodes.find((it) => it.id === id);
      return node && node.likelihood !== 'categorical'
        ? orNull(list.filter((unit) => unit < node.units))
        : null;
    }),
    weights: keep(weights, (list, id) => {
      const connection = sameConnection(id, before, network);
      if (!connection) return null;
      const [rows, columns] = shapeOf(connection, network);
      return orNull(list.filter(([out, into]) => out < rows && into < columns));
    }),
  };
}

/** Given parameters that have new units beside them are completed from the seed. */
function keepParameters(given: Experiment['parameters'], seed: number, before: Network, network: Network) {
  // The same object says that nothing given changed: what was learned goes on.
  if (!given.weights && !given.biases) return given;
  if (sameShape(before, network)) return given;
  const carried = carryOver(before, network, given, initialize(network, seed));
  const size = ({ rows, columns }: Block) => rows * columns;
  const weights = orNull(
    keep(given.weights ?? {}, (_, id) =>
      size(keptWeights(before, network, id)) > 0 ? carried.weights[id]! : null,
    ),
  );
  const biases = orNull(
    keep(given.biases ?? {}, (_, id) => (keptBiases(before, network, id) > 0 ? carried.biases[id]! : null)),
  );
  return { ...(weights && { weights }), ...(biases && { biases }) };
}

const sameShape = (before: Network, network: Network): boolean =>
  [before, network]
    .map(({ nodes, connections }) =>
      JSON.stringify([
        nodes.map((it) => [it.id, it.units]),
        connections.map((it) => [it.id, it.from, it.to]),
      ]),
    )
    .every((it, _, [first]) => it === first);

/** The connection of that id, if it still joins the same nodes. */
function sameConnection(id: string, before: Network, network: Network): Connection | null {
  const old = before.connections.find((it) => it.id === id);
  return network.connections.find((it) => it.id === id && it.from === old?.from && it.to === old.to) ?? null;
}

const shapeOf = ({ from, to }: Connection, network: Network): readonly [number, number] => [
  nodeOf(network, to).units,
  nodeOf(network, from).units,
];

const orNull = <T extends object>(record: T): T | null => (Object.keys(record).length > 0 ? record : null);
