import { type ActivationId, activationIds } from '#core/activations/index.ts';
import type { Issue } from '#core/issue.ts';
import type { Connection, Network, NodeId, ValueNode } from '#core/network/network.ts';
import { isFree, isPredicted, outgoing } from '#core/network/topology.ts';
import { describe } from '../describe.ts';
import type { Experiment } from '../experiment.ts';
import { type Edited, refused } from './edited.ts';
import { reshape } from './reshape.ts';

/** Where hidden nodes have their activation: on the node (after its weights) or on the connections out of it (before theirs). */
export type Placement = 'after' | 'before';

/** Nodes whose activation can stand on either side. */
const isHidden = (network: Network, node: ValueNode): boolean =>
  isFree(node) && isPredicted(network, node.id) && outgoing(network, node.id).length > 0;

/** How the hidden nodes of a network have it; a network all linear counts as `after`. */
export function placement(network: Network): Placement | 'mixed' {
  const hidden = network.nodes.filter((it) => isHidden(network, it));
  const after = hidden.some((it) => it.activation !== 'identity');
  const before = hidden.some((it) => outgoing(network, it.id).some(isCurved));
  if (after && before) return 'mixed';
  return before ? 'before' : 'after';
}

const isCurved = (it: { readonly activation: ActivationId }): boolean => it.activation !== 'identity';

/** The activation a node has in the eyes of a person, wherever it stands; the node's own where connections differ. */
export function activationOf(network: Network, id: NodeId): ActivationId {
  const node = network.nodes.find((it) => it.id === id);
  if (!node) return 'identity';
  return isCurved(node) || !isHidden(network, node) ? node.activation : (common(network, id) ?? 'identity');
}

/** The activation that all connections out of a node share, or null. */
function common(network: Network, id: NodeId): ActivationId | null {
  const [first, ...others] = outgoing(network, id);
  return first && others.every((it) => it.activation === first.activation) ? first.activation : null;
}

/**
 * Moves every hidden node's activation to the other side of its weights: the same forward pass, another equilibrium.
 * A node that has one on both sides, or different ones on its connections, stays as it is and is reported.
 */
export function setPlacement(experiment: Experiment, to: Placement): Edited {
  const notes: Issue[] = [];
  let { network } = experiment;
  for (const [i, node] of network.nodes.entries()) {
    if (!isHidden(network, node) || isPlaced(network, node, to)) continue;
    const shared = common(network, node.id);
    if (shared === null || (isCurved(node) && shared !== 'identity')) {
      const at = `network.nodes[${i}].activation`;
      const message = `${at} stays where it is: ${node.id} has different activations on and after it, which do not join into one.`;
      notes.push({ code: 'unknown-value', at, message });
      continue;
    }
    network = place(network, node.id, isCurved(node) ? node.activation : shared, to);
  }
  return reshape(experiment, network, experiment.data, notes);
}

const isPlaced = (network: Network, node: ValueNode, to: Placement): boolean =>
  to === 'before' ? !isCurved(node) : !outgoing(network, node.id).some(isCurved);

function place(network: Network, id: NodeId, activation: ActivationId, to: Placement): Network {
  const onNode = to === 'after' ? activation : 'identity';
  const onConnection = to === 'before' ? activation : 'identity';
  return {
    nodes: network.nodes.map((it) => (it.id === id ? { ...it, activation: onNode } : it)),
    connections: network.connections.map(
      (it): Connection => (it.from === id ? { ...it, activation: onConnection } : it),
    ),
  };
}

/**
 * Other connections, activations on the same side as before: where they stand before the weights, a new connection has
 * its source's, a node that lost its last connection has it on itself, and one that got its first passes it on.
 */
export function keepPlacement(before: Network, after: Network): Network {
  if (placement(before) !== 'before') return after;
  return before.nodes.reduce((network, node) => {
    const ended = outgoing(before, node.id).length === 0;
    const ends = outgoing(network, node.id).length === 0;
    const activation = ended ? node.activation : isHidden(before, node) ? common(before, node.id) : null;
    const isThere = network.nodes.some((it) => it.id === node.id);
    if (!isThere || activation === null || (ends ? ended : !isHidden(network, node))) return network;
    return place(network, node.id, activation, ends ? 'after' : 'before');
  }, after);
}

/** Sets the activation on the side of the weights where the network has its others. */
export function setNodeActivation(experiment: Experiment, id: NodeId, activation: ActivationId): Edited {
  const { network } = experiment;
  const i = network.nodes.findIndex((it) => it.id === id);
  const node = network.nodes[i];
  const at = node ? `network.nodes[${i}].activation` : 'network.nodes';
  if (!node) return refused(experiment, 'unknown-id', at, `No node is called ${describe(id)}.`);
  if (!activationIds.includes(activation)) {
    const message = `${at} is not known: ${describe(activation)}. Accepted: ${activationIds.join(', ')}.`;
    return refused(experiment, 'unknown-value', at, message);
  }
  if (!isPredicted(network, id))
    return refused(experiment, 'unknown-value', at, `${at} has no effect: nothing predicts ${id}.`);
  const side = isHidden(network, node) && placement(network) === 'before' ? 'before' : 'after';
  if (side === 'before') return reshape(experiment, place(network, id, activation, side));
  const nodes = network.nodes.with(i, { ...node, activation });
  return reshape(experiment, { ...network, nodes });
}
