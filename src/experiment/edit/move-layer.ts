import type { NodeId } from '#core/network/network.ts';
import { isFree, topologicalOrder } from '#core/network/topology.ts';
import type { Experiment } from '../experiment.ts';
import { type Edited, refused, refusedFor } from './edited.ts';
import { findHidden, isIssue } from './found.ts';
import { rewire } from './rewire.ts';

/**
 * A hidden layer and the one before (−1) or after it (1), in the order of prediction, change places, each with its units,
 * activation, precision and biases; connections stay in theirs, and so do weights of unchanged shape.
 */
export function moveLayer(experiment: Experiment, id: NodeId, by: -1 | 1): Edited {
  const { network } = experiment;
  const layer = findHidden(experiment, id, 'moved');
  if (isIssue(layer)) return refusedFor(experiment, layer);
  const hidden = topologicalOrder(network).filter(isFree);
  const other = hidden[hidden.indexOf(layer) + by];
  if (!other) {
    const message = `${id} is the ${by < 0 ? 'first' : 'last'} hidden layer already.`;
    return refused(experiment, 'out-of-range', 'network.nodes', message);
  }
  const swap = <T>(it: T, a: T, b: T): T => (it === a ? b : it === b ? a : it);
  return rewire(experiment, {
    nodes: network.nodes.map((it) => swap(it, layer, other)),
    connections: network.connections.map((it) => ({
      ...it,
      from: swap(it.from, id, other.id),
      to: swap(it.to, id, other.id),
    })),
  });
}
