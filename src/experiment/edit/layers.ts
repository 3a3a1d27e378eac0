import type { ActivationId } from '#core/activations/index.ts';
import type { Connection, Network, NodeId, ValueNode } from '#core/network/network.ts';
import { inputOf, outgoing } from '#core/network/topology.ts';
import { describe } from '../describe.ts';
import type { Experiment } from '../experiment.ts';
import { settings } from '../schema.ts';
import { type Edited, refused } from './edited.ts';
import { freshId } from './fresh-id.ts';
import { activationOf, placement } from './placement.ts';
import { reshape } from './reshape.ts';

const NEW_LAYER = { units: settings.units.default, activation: 'tanh' as ActivationId };

/**
 * Inserts a hidden layer at a position of the chain, from 1 (after the input) to the target's own. It is like the
 * hidden layer before it, else like the one behind it.
 */
export function addLayer(experiment: Experiment, at: number): Edited {
  const { network } = experiment;
  const chain = chainOf(network);
  if (!chain) return notAChain(experiment);
  const before = chain.nodes[at - 1];
  const after = chain.nodes[at];
  const cut = chain.connections[at - 1];
  if (!before || !after || !cut) {
    const accepted = `a position from 1 to ${chain.connections.length}`;
    return refused(
      experiment,
      'out-of-range',
      'network.nodes',
      `A layer can be added at ${accepted}; found ${describe(at)}.`,
    );
  }
  const model = [before, after].find((it) => chain.hidden.includes(it));
  const activation = model ? activationOf(network, model.id) : NEW_LAYER.activation;
  const inFront = placement(network) === 'before';
  const added: ValueNode = {
    id: freshId('x', network.nodes),
    units: model?.units ?? NEW_LAYER.units,
    activation: inFront ? 'identity' : activation,
    precision: settings.precision.default,
    likelihood: 'gaussian',
    clamp: { learning: 'free', testing: 'free' },
  };
  const onward: Connection = {
    ...cut,
    id: freshId('w', network.connections),
    from: added.id,
    activation: inFront ? activation : 'identity',
  };
  return reshape(experiment, {
    nodes: chain.nodes.toSpliced(at, 0, added),
    connections: chain.connections.toSpliced(at - 1, 1, { ...cut, to: added.id }, onward),
  });
}

/** Takes a hidden layer out of a chain and joins its neighbours. */
export function removeLayer(experiment: Experiment, id: NodeId): Edited {
  const chain = chainOf(experiment.network);
  if (!chain) return notAChain(experiment);
  const layer = chain.hidden.find((it) => it.id === id);
  if (!layer) {
    const ids = chain.hidden.map((it) => it.id).join(', ') || 'none';
    return refused(
      experiment,
      'unknown-id',
      'network.nodes',
      `Only a hidden layer can be removed (${ids}); found ${describe(id)}.`,
    );
  }
  const at = chain.nodes.indexOf(layer);
  const into = chain.connections[at - 1]!;
  const onward = chain.connections[at]!;
  return reshape(experiment, {
    nodes: chain.nodes.toSpliced(at, 1),
    connections: chain.connections.toSpliced(at - 1, 2, { ...into, to: onward.to }),
  });
}

/** The layers of a network that is one line. */
export interface Chain {
  readonly nodes: readonly ValueNode[];
  /** `connections[i]` goes from `nodes[i]` to `nodes[i + 1]`. */
  readonly connections: readonly Connection[];
  readonly hidden: readonly ValueNode[];
}

/** The network as one line from the input to the target, or null where it branches. */
export function chainOf(network: Network): Chain | null {
  const nodes = [inputOf(network)];
  const connections: Connection[] = [];
  for (
    let next = outgoing(network, nodes[0]!.id);
    next.length > 0;
    next = outgoing(network, nodes.at(-1)!.id)
  ) {
    connections.push(next[0]!);
    nodes.push(network.nodes.find((it) => it.id === next[0]!.to)!);
  }
  const whole = nodes.length === network.nodes.length && connections.length === network.connections.length;
  if (!whole || nodes.at(-1)!.clamp.learning !== 'target') return null;
  return { nodes, connections, hidden: nodes.slice(1, -1) };
}

function notAChain(experiment: Experiment): Edited {
  const message = 'Layers can be added and removed only where each layer has one connection to the next.';
  return refused(experiment, 'shape', 'network.connections', message);
}
