import type { Connection, Network, NodeId, ValueNode } from '#core/network/network.ts';
import { incoming, nodeOf, outgoing } from '#core/network/topology.ts';
import type { Experiment } from '../experiment.ts';
import { type Edited, refusedFor } from './edited.ts';
import { findHidden, isIssue } from './found.ts';
import { freshId } from './fresh-id.ts';
import { rewire } from './rewire.ts';

/** Takes a hidden layer out and joins those that predicted it to those that it predicted. */
export function removeLayer(experiment: Experiment, id: NodeId): Edited {
  const { network } = experiment;
  const layer = findHidden(experiment, id, 'removed');
  if (isIssue(layer)) return refusedFor(experiment, layer);
  const nodes = network.nodes.filter((it) => it !== layer);
  return rewire(experiment, { nodes, connections: joined(network, layer) });
}

/** The connections without a layer. Each new one takes over the name of an old one, best of one of its shape. */
function joined(network: Network, { id, units }: ValueNode): readonly Connection[] {
  const others = network.connections.filter((it) => it.from !== id && it.to !== id);
  const free = new Set(network.connections.filter((it) => !others.includes(it)).map((it) => it.id));
  const joins: Connection[] = [];
  for (const into of incoming(network, id))
    for (const onward of outgoing(network, id)) {
      if (others.some((it) => it.from === into.from && it.to === onward.to)) continue;
      const shaped = nodeOf(network, into.from).units === units ? [onward.id, into.id] : [into.id, onward.id];
      const name = shaped.find((it) => free.has(it)) ?? freshId('w', [...network.connections, ...joins]);
      free.delete(name);
      joins.push({ ...into, id: name, to: onward.to });
    }
  const place = network.connections.findIndex((it) => it.from === id || it.to === id);
  return place < 0 ? others : others.toSpliced(place, 0, ...joins);
}
