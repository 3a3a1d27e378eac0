import type { ConnectionId, Network, NodeId } from '#core/network/network.ts';
import { isPredicted, nodeOf } from '#core/network/topology.ts';
import type { Memory } from '#core/plan/plan.ts';
import * as tensor from '#core/plan/tensors.ts';
import { type Comparison, comparisonOf } from '#core/telemetry/agreement.ts';
import type { Engine, Reading } from '#engine/engine.ts';

/** One array per node or connection. */
export type PerNode = Readonly<Record<NodeId, Memory>>;
export type PerConnection = Readonly<Record<ConnectionId, Memory>>;

/** Readings by name and id. */
export type Wanted<Name extends string> = Readonly<Record<Name, Readonly<Record<string, Reading>>>>;
export type Read<Name extends string> = Readonly<Record<Name, Readonly<Record<string, Memory>>>>;

/** All that is wanted in one round trip. */
export async function readNamed<Name extends string>(
  engine: Engine,
  wanted: Wanted<Name>,
): Promise<Read<Name>> {
  const groups = Object.entries<Readonly<Record<string, Reading>>>(wanted);
  const arrays = (await engine.read(groups.flatMap(([, readings]) => Object.values(readings))))[
    Symbol.iterator
  ]();
  const named = groups.map(([name, readings]) => [
    name,
    Object.fromEntries(Object.keys(readings).map((id) => [id, arrays.next().value!])),
  ]);
  return Object.fromEntries(named);
}

const each = (ids: readonly string[], reading: (id: string) => Reading): Record<string, Reading> =>
  Object.fromEntries(ids.map((id) => [id, reading(id)]));

const predicted = (network: Network): readonly NodeId[] =>
  network.nodes.filter((it) => isPredicted(network, it.id)).map((it) => it.id);

/** Mean energies of the batch at 0 … t, of every node that is predicted. */
export const energies = (network: Network, t: number): Record<NodeId, Reading> =>
  each(predicted(network), (id) => ({ tensor: tensor.nodeTensor('trace', id), length: t + 1 }));

/** Values, errors or predictions [sample][unit] of `count` samples of the batch from the first one given. */
export function states(
  network: Network,
  what: 'value' | 'error' | 'prediction',
  first: number,
  count: number,
): Record<NodeId, Reading> {
  const ids = what === 'value' ? network.nodes.map((it) => it.id) : predicted(network);
  return each(ids, (id) => {
    const { units } = nodeOf(network, id);
    return { tensor: tensor.nodeTensor(what, id), start: first * units, length: count * units };
  });
}

/** Everything about one sample of the batch. */
export const sampleStates = (network: Network, sample: number) => ({
  energyOfSample: each(predicted(network), (id) => ({
    tensor: tensor.nodeTensor('energy', id),
    start: sample,
    length: 1,
  })),
  values: states(network, 'value', sample, 1),
  predictions: states(network, 'prediction', sample, 1),
  errors: states(network, 'error', sample, 1),
});

/** Weights, or the batch's gradients of them: of the settling, or of backprop after a sweep. */
export const synapses = (
  network: Network,
  what: 'weight' | 'gradient',
  world: tensor.World = 'settling',
): Record<ConnectionId, Reading> =>
  each(
    network.connections.map((it) => it.id),
    (id) => ({ tensor: tensor.connectionTensor(what, id, world) }),
  );

export const biases = (network: Network): Record<NodeId, Reading> =>
  each(predicted(network), (id) => ({ tensor: tensor.nodeTensor('bias', id) }));

export const biasGradients = (network: Network, world: tensor.World): Record<NodeId, Reading> =>
  each(predicted(network), (id) => ({ tensor: tensor.nodeTensor('biasGradient', id, world) }));

/** The figures of the agreement of both worlds' gradients, after `Laboratory.compare`. */
export const agreement: Readonly<Record<string, Reading>> = { figures: { tensor: tensor.AGREEMENT } };

export const asComparison = (network: Network, { figures }: Readonly<Record<string, Memory>>): Comparison =>
  comparisonOf(
    network.connections.map((it) => it.id),
    figures!,
  );

/** Of the batch before each of the updates last submitted together. */
export const lossAndAccuracy = (updates: number): Record<'loss' | 'accuracy', Reading> => ({
  loss: { tensor: tensor.UPDATE_LOSS, length: updates },
  accuracy: { tensor: tensor.UPDATE_ACCURACY, length: updates },
});
