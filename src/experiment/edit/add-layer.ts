import type { ActivationId } from '#core/activations/index.ts';
import type { Connection, Network, NodeId, ValueNode } from '#core/network/network.ts';
import { isFree, nodeOf, outgoing, topologicalOrder } from '#core/network/topology.ts';
import type { Experiment } from '../experiment.ts';
import { settings } from '../schema.ts';
import { type Edited, refused, refusedFor } from './edited.ts';
import { findNode, isIssue } from './found.ts';
import { freshId } from './fresh-id.ts';
import { activationOf, placement } from './placement.ts';
import { rewire } from './rewire.ts';

const NEW_LAYER = { units: settings.units.default, activation: 'tanh' as ActivationId };

/**
 * Puts a hidden layer between a node and the nearest that it predicts; other connections stay. It is like the hidden
 * layer before it, else like the one behind it. Where the shape allows, one of its two connections is the old one.
 */
export function addLayer(experiment: Experiment, after: NodeId): Edited {
  const { network } = experiment;
  const source = findNode(experiment, after);
  if (isIssue(source)) return refusedFor(experiment, source);
  if (source.clamp.learning === 'target') {
    const message = `${after} is the output: layers come before it.`;
    return refused(experiment, 'unknown-value', 'network.nodes', message);
  }
  const cut = nearestOf(network, after);
  const { layer, activation } = newLayer(network, source, cut);
  const nodes = [...network.nodes, layer];
  const id = freshId('w', network.connections);
  if (!cut) {
    const into: Connection = { id, from: after, to: layer.id, activation: 'identity', op: 'dense' };
    return rewire(experiment, { nodes, connections: [...network.connections, into] });
  }
  const [first, second] = layer.units === source.units ? [id, cut.id] : [cut.id, id];
  const into: Connection = { ...cut, id: first, to: layer.id };
  const onward: Connection = { ...cut, id: second, from: layer.id, activation };
  return rewire(experiment, {
    nodes,
    connections: network.connections.flatMap((it) => (it === cut ? [into, onward] : it)),
  });
}

/** The layer, and the activation of what leaves it. */
function newLayer(network: Network, source: ValueNode, cut: Connection | null) {
  const model = [source, cut && nodeOf(network, cut.to)].find((it) => it && isFree(it));
  const activation = model ? activationOf(network, model.id) : NEW_LAYER.activation;
  const inFront = cut !== null && placement(network) === 'before';
  const layer: ValueNode = {
    id: freshId('x', network.nodes),
    units: model?.units ?? NEW_LAYER.units,
    activation: inFront ? 'identity' : activation,
    precision: settings.precision.default,
    likelihood: 'gaussian',
    clamp: { learning: 'free', testing: 'free' },
  };
  return { layer, activation: inFront ? activation : ('identity' as const) };
}

/** The connection to the first node, in the order of prediction, that a node predicts. */
function nearestOf(network: Network, id: NodeId): Connection | null {
  const order = topologicalOrder(network).map((it) => it.id);
  const reached = outgoing(network, id).toSorted((a, b) => order.indexOf(a.to) - order.indexOf(b.to));
  return reached[0] ?? null;
}
